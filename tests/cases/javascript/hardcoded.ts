// Values that must not be written into code, and those that may.
import ky from 'ky';

const LOGINRADIUS_API_KEY = '7d0f7c2e-1111-4222-8333-444455556666';
const LOGINRADIUS_API_SECRET = '0a1b2c3d-1111-4222-8333-444455556666'; // expect: hardcoded-secret
const PLACEHOLDER = { apiKey: '<your-api-key>', apiSecret: 'YOUR_API_SECRET' };

const api = ky.create({
  prefixUrl: 'https://api.loginradius.com/',
  retry: 2,
  headers: { 'X-LoginRadius-ApiKey': LOGINRADIUS_API_KEY, 'X-LoginRadius-ApiSecret': LOGINRADIUS_API_SECRET },
});

export const account = (uid: string) => api.get(`identity/v2/manage/account/${uid}`).json();

export const byPlaceholder = (uid: string) =>
  ky.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, {
    headers: { 'X-LoginRadius-ApiKey': PLACEHOLDER.apiKey, 'X-LoginRadius-ApiSecret': PLACEHOLDER.apiSecret },
  });

export const inline = (uid: string) =>
  ky.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: secret-in-query
    searchParams: {
      apikey: LOGINRADIUS_API_KEY,
      apisecret: '9f8e7d6c-1111-4222-8333-444455556666', // expect: hardcoded-secret
    },
  });

export const token = () =>
  ky.post('https://acme.hub.loginradius.com/service/oauth/token', {
    json: {
      grant_type: 'client_credentials',
      client_id: process.env.LR_CLIENT_ID,
      client_secret: '5e4d3c2b-1111-4222-8333-444455556666', // expect: hardcoded-secret
    },
  });

export interface Settings {
  apiSecret: string;
}

export const labels = { apiSecret: 'API secret', apiKey: 'API key' };
