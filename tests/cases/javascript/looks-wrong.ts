// What looks wrong and is not: nothing here may be reported.
import axios, { type AxiosInstance } from 'axios';
import express, { type Request, type Response } from 'express';
import nock from 'nock';
import { buildClient } from './client';
import { signed } from './signing';

const host = 'https://api.loginradius.com';
const key = process.env.LR_KEY;
const secret = process.env.LR_SECRET;

// The client comes from elsewhere.
export const viaImported = (uid: string) => buildClient().get(`${host}/identity/v2/manage/account/${uid}`);

// The instance comes in from elsewhere.
export const viaInjected = (http: AxiosInstance, uid: string) => http.delete(`${host}/identity/v2/manage/account/${uid}`);

// Headers of an imported function.
export const viaSigning = (uid: string) => {
  const url = `${host}/identity/v2/manage/account/${uid}`;
  return axios.get(url, { headers: signed(url) });
};

// The vendor's own SDK sends the key twice.
export const keyTwice = (uid: string) =>
  axios.get(`${host}/identity/v2/manage/account/${uid}`, {
    params: { apikey: key },
    headers: { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret },
  });

// A machine's token with the tenant key.
export const machineAndKey = (uid: string, m2mToken: string) =>
  axios.get(`${host}/identity/v2/manage/account/${uid}`, {
    params: { apikey: key },
    headers: { Authorization: `Bearer ${m2mToken}` },
  });

// A token of which nothing is known where a machine's is taken.
export const someToken = (token: string) => axios.get(`${host}/v2/manage/roles`, { headers: { Authorization: `Bearer ${token}` } });

// A mock of the API.
export const app = express();
app.get('/identity/v2/manage/account/:uid', (req: Request, res: Response) => {
  res.json({ Uid: req.params.uid, apiSecret: undefined });
});
app.post('/identity/v2/auth/login', (_req: Request, res: Response) => res.json({ access_token: 'x' }));

nock(host).get('/identity/v2/manage/account/1').reply(200, { Uid: '1' });

// Another API with the same words.
export const other = () => axios.get('https://example.com/v2/manage/roles', { params: { apikey: key } });
export const loopback = () => axios.get('http://localhost:3000/identity/v2/manage/account/1');
export const proxied = (uid: string) => axios.get(`/api/proxy/account/${uid}`);

// Any path at all.
export const passes = (path: string) => axios.get(`${host}${path}`);
export const passesMethod = (method: string, uid: string) => axios({ method, url: `${host}/identity/v2/manage/account/${uid}/unknown` });

// Code in a text.
export const sample = `
  fetch('https://api.loginradius.com/identity/v2/manage/account/1?apikey=1&apisecret=2')
`;

// Retired ones.

export const oldProfile = (token: string) => axios.get(`${host}/api/v2/userprofile?access_token=${token}`);

// The interceptor is not in sight.
const configured = axios.create({ baseURL: host });
configured.interceptors.request.use(signed);
export const intercepted = (uid: string) => configured.get(`/identity/v2/manage/account/${uid}`);

// Set by whoever has the module.
export const shared = axios.create({ baseURL: host });
export function configure(token: string) {
  shared.defaults.headers.common.Authorization = `Bearer ${token}`;
}
export const viaShared = (uid: string) => shared.get(`/identity/v2/manage/account/${uid}`);

// A condition decides about all of it.
export const conditional = (uid: string, query?: Record<string, string>) => {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return fetch(`${host}/identity/v2/manage/account/${uid}${search}`);
};

export const conditionalObject = (uid: string, headers?: Record<string, string>) =>
  fetch(`${host}/identity/v2/manage/account/${uid}`, headers ? { headers } : undefined);

// Arguments handed on.
export const handedOn = (...args: Parameters<typeof fetch>) => fetch(...args);
export const handedOnInit = (uid: string, init: RequestInit = {}) => fetch(`${host}/identity/v2/manage/account/${uid}`, init);

// Filled by a loop over what is not known.
export const filled = (uid: string, extra: [string, string][]) => {
  const url = new URL(`${host}/identity/v2/manage/account/${uid}`);
  extra.forEach(([name, value]) => url.searchParams.append(name, value));
  return fetch(url);
};

export class Settings {
  apiSecret = '';
  apiKey = '';
  placeholder = { apiSecret: 'Enter your API secret' };
}

export const schema = { apiSecret: { type: 'string', required: true }, apisecret: String };

// The key goes by a name that the description lacks: whatever that is, it is not called without credentials.
export const underAnotherName = (settings: { apiKey: string }, token: string) =>
  fetch(`https://api.loginradius.com/api/v2/access_token/google?key=${settings.apiKey}&google_access_token=${token}`);
