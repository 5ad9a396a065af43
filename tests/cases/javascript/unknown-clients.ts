// Clients that no table knows, in a server: open requests, of which only what they carry is judged.
import express from 'express';
import nock from 'nock';
import { http as handlers } from 'msw';
import { apiClient, call, cache } from '../lib/not-here';
import Courier from 'some-courier';

const host = process.env.LR_BASE;
const MANAGE = 'https://api.loginradius.com/identity/v2/manage/account';
const key = process.env.LR_KEY;
const secret = process.env.LR_SECRET;

export const byMethod = (uid: string) =>
  apiClient.get(`${host}/identity/v2/manage/account/${uid}`, { params: { apikey: key, apisecret: secret } }); // expect: secret-in-query
export const byOptions = (uid: string) =>
  call({ method: 'DELETE', url: `${MANAGE}/${uid}`, params: { apikey: key, apisecret: secret } }); // expect: secret-in-query
export const byUrl = (uid: string) => call(`${MANAGE}/${uid}`, { method: 'GET', query: { apisecret: secret } }); // expect: secret-in-query
export const ofPackage = (uid: string) => new Courier({}).put(`${MANAGE}/${uid}?apisecret=${secret}`, {}); // expect: secret-in-query
export const asParameter = (http: any, uid: string) => http.delete(`${MANAGE}/${uid}?apisecret=${secret}`); // expect: secret-in-query
export const written = (uid: string) =>
  apiClient.post(`${MANAGE}`, {}, { headers: { 'X-LoginRadius-ApiSecret': '5b0f2a71-93c4-4d7e-8a16-0c2de9f4b387' } }); // expect: hardcoded-secret
export const plain = (uid: string) => apiClient.get(`http://api.loginradius.com/identity/v2/manage/account/${uid}`, { params: { apikey: key } }); // expect: insecure-transport
export const nowhere = call('https://api.loginradius.com/identity/v2/manage/account?apisecret=5b0f2a71-93c4-4d7e-8a16-0c2de9f4b387'); // expect: hardcoded-secret

// What it lacks is never told, nor that there is no such operation: it may be sent by the client itself.
export const bare = (uid: string) => apiClient.delete(`${MANAGE}/${uid}`);
export const half = (uid: string) => apiClient.delete(`${MANAGE}/${uid}`, { params: { apikey: key } });
export const wrong = () => apiClient.get('https://api.loginradius.com/identity/v2/manage/nothing', { params: { apikey: key } });

// Other hosts, what is declared, what answers, and what keeps.
export const other = () => apiClient.get('https://api.example.org/v1/a', { params: { apikey: key, apisecret: secret } });
const app = express();
app.get('/identity/v2/manage/account/:uid', (req, res) => res.end());
app.use('/identity/v2/manage/account', call);
nock('https://api.loginradius.com').get('/identity/v2/manage/account?apisecret=s').reply(200);
handlers.get(`${MANAGE}/:uid?apisecret=s`, () => undefined);
cache.get('identity/v2/manage/account');
