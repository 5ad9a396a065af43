// What the page loads.
const headers = { Authorization: `Bearer ${process.env.LR_M2M_TOKEN}` }; // expect: client-secret-exposure
export const account = (uid: string) =>
  fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { headers }); // expect: backend-call-in-client
