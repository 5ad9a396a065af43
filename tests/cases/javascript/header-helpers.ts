// Header helpers of every kind.
import fetch, { Headers, type RequestInit } from 'node-fetch';

const base = 'https://api.loginradius.com/identity/v2';
const key = process.env.LR_KEY ?? '';
const secret = process.env.LR_SECRET ?? '';

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const json = { 'Content-Type': 'application/json', Accept: 'application/json' } as const;

function authHeaders(token?: string): Record<string, string> {
  if (token) {
    return { ...json, ...bearer(token) };
  }
  return { ...json, 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret };
}

function makeHeaders(pair: boolean): Headers {
  const headers = new Headers(json);
  if (pair) {
    headers.set('X-LoginRadius-ApiKey', key);
    headers.set('X-LoginRadius-ApiSecret', secret);
  }
  return headers;
}

const defaults: RequestInit = { headers: json, redirect: 'manual' };

export const one = (uid: string) => fetch(`${base}/manage/account/${uid}`, { headers: authHeaders() });

export const two = (uid: string) => fetch(`${base}/manage/account/${uid}`, { headers: makeHeaders(true) });

export const three = (uid: string) => fetch(`${base}/manage/account/${uid}`, { headers: makeHeaders(false) }); // expect: missing-credentials

export const four = (uid: string) => fetch(`${base}/manage/account/${uid}`, { ...defaults, method: 'DELETE' }); // expect: missing-credentials

export const five = (uid: string) =>
  fetch(`${base}/manage/account/${uid}`, { // expect: incomplete-credentials
    ...defaults,
    headers: { ...defaults.headers, 'X-LoginRadius-ApiKey': key },
  });

// Without a token the pair is sent, so that the pair is a possibility.
export const six = (userToken: string, uid: string) =>
  fetch(`${base}/manage/account/${uid}`, { headers: authHeaders(userToken) });

export const seven = (m2mToken: string, uid: string) => fetch(`${base}/manage/account/${uid}`, { headers: authHeaders(m2mToken) });

export const eight = (token: string) =>
  fetch(`${base}/auth/account?apikey=${key}`, { headers: new Headers([['Authorization', 'Bearer ' + token]]) });

export const nine = (token: string) =>
  fetch(`${base}/auth/account`, { headers: { ...bearer(token), 'X-LoginRadius-ApiKey': key } }); // expect: unsupported-credentials

export const ten = (uid: string) =>
  fetch(`${base}/manage/account/${uid}?apikey=${key}&apisecret=${secret}`, { headers: authHeaders() }); // expect: redundant-credentials, secret-in-query

export const eleven = (uid: string) =>
  fetch(`${base}/manage/account/${uid}`, { headers: { apikey: key, apisecret: secret } }); // expect: unsupported-credentials

export const twelve = (uid: string) =>
  fetch(`${base}/manage/account/${uid}`, { headers: { Authorization: 'Basic ' + Buffer.from(`${key}:${secret}`).toString('base64') } }); // expect: unsupported-credentials
