import axios from 'axios';

const apiKey = process.env.LOGINRADIUS_API_KEY!;
const apiSecret = process.env.LOGINRADIUS_API_SECRET!;
const url = 'https://api.loginradius.com/identity/v2/manage/account/1';

export const right = () => axios.get(url, { headers: { 'X-LoginRadius-ApiKey': apiKey, 'X-LoginRadius-ApiSecret': apiSecret } });
export const swapped = () =>
  axios.get(url, {
    headers: {
      'X-LoginRadius-ApiKey': apiSecret, // expect: misplaced-credential
      'X-LoginRadius-ApiSecret': apiKey, // expect: misplaced-credential
    },
  });
export const bearer = () => axios.get(url, { headers: { Authorization: `Bearer ${apiSecret}` } }); // expect: misplaced-credential
export const bearerKey = () => axios.get(url, { headers: { Authorization: `Bearer ${process.env.LR_API_KEY}` } }); // expect: misplaced-credential
export const bare = () => axios.get(url, { headers: { Authorization: apiSecret } }); // expect: misplaced-credential
export const bareValue = () => axios.get(url, { headers: { Authorization: process.env.LR_AUTHORIZATION } });
export const token = (accessToken: string) => axios.get(url, { headers: { Authorization: `Bearer ${accessToken}` } });
export const machine = () => axios.get(url, { headers: { Authorization: `Bearer ${process.env.LR_M2M_TOKEN}` } });
export const passed = (key: string, secret: string) => axios.get(url, { params: { apikey: key, apisecret: secret } }); // expect: secret-in-query
export const oauth = () =>
  axios.post('https://acme.hub.loginradius.com/api/oauth/app/token', { client_id: apiKey, client_secret: apiSecret, grant_type: 'client_credentials' });
export const contradictory = () => {
  const apiKey = process.env.LR_SECRET;
  return axios.get(url, { headers: { 'X-LoginRadius-ApiKey': process.env.LR_API_KEY, 'X-LoginRadius-ApiSecret': apiKey } });
};
