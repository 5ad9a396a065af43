// It imports neither the setup nor a file that does: the entry loads both.
import axios from 'axios';

export const load = (uid) => axios.get(`/identity/v2/manage/account/${uid}`);
export const profile = (token) =>
  axios.get('/identity/v2/auth/account', { headers: { Authorization: `Bearer ${token}` } }); // expect: unsupported-credentials
