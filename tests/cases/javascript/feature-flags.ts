// Which credentials are sent depends on flags: every possibility is considered.
import axios, { AxiosRequestConfig } from 'axios';
import { flags } from './flags';

const url = (path: string) => `https://api.loginradius.com${path}`;
const key = process.env.LR_KEY;
const secret = process.env.LR_SECRET;

export async function eitherPair(uid: string) {
  const config: AxiosRequestConfig = flags.headers
    ? { headers: { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret } }
    : { params: { apikey: key, apisecret: secret } };
  return axios.get(url(`/identity/v2/manage/account/${uid}`), config); // expect: secret-in-query
}

export async function spreadFlag(uid: string, withSecret: boolean) {
  return axios.get(url(`/identity/v2/manage/account/${uid}`), {
    headers: { 'X-LoginRadius-ApiKey': key, ...(withSecret && { 'X-LoginRadius-ApiSecret': secret }) },
  });
}

export async function assigned(uid: string) {
  const headers: Record<string, string | undefined> = { Accept: 'application/json' };
  if (flags.newAuth) {
    headers['X-LoginRadius-ApiKey'] = key;
    headers['X-LoginRadius-ApiSecret'] = secret;
  } else {
    headers.Authorization = `Bearer ${await machineToken()}`;
  }
  return axios.get(url(`/identity/v2/manage/account/${uid}`), { headers });
}

async function machineToken(): Promise<string> {
  const response = await axios.post(url('/service/oauth/token'), new URLSearchParams({ // expect: unknown-operation
    grant_type: 'client_credentials',
    client_id: process.env.LR_CLIENT_ID!,
    client_secret: process.env.LR_CLIENT_SECRET!,
  }));
  return response.data.access_token;
}

export async function switched(kind: 'roles' | 'permissions' | 'hooks') {
  let path: string;
  switch (kind) {
    case 'roles':
      path = '/v2/manage/roles';
      break;
    case 'permissions':
      path = '/v2/manage/permissions';
      break;
    default:
      throw new Error(kind);
  }
  return axios.get(url(path), { params: { apikey: key, apisecret: secret } });
}

export async function eitherMethod(uid: string, remove: boolean) {
  return axios({ // expect: incomplete-credentials
    method: remove ? 'delete' : 'get',
    url: url(`/identity/v2/manage/account/${uid}`),
    params: { apikey: key },
  });
}

export async function early(uid: string, token?: string) {
  if (!token) {
    return axios.get(url(`/identity/v2/manage/account/${uid}`), { params: { apikey: key } }); // expect: incomplete-credentials
  }
  return axios.get(url('/identity/v2/auth/account'), { params: { apikey: key }, headers: { Authorization: `Bearer ${token}` } });
}

export async function optional(uid: string, overrides?: AxiosRequestConfig) {
  return axios.get(url(`/identity/v2/manage/account/${uid}`), { params: { apikey: key }, ...overrides });
}

export async function deleted(uid: string) {
  const params: Record<string, unknown> = { apikey: key, apisecret: secret, fields: 'Uid' };
  delete params.apisecret;
  return axios.get(url(`/identity/v2/manage/account/${uid}`), { params }); // expect: incomplete-credentials
}

export async function without(uid: string) {
  const everything = { apikey: key, apisecret: secret };
  const { apisecret, ...rest } = everything;
  return axios.get(url(`/identity/v2/manage/account/${uid}`), { params: rest }); // expect: incomplete-credentials
}
