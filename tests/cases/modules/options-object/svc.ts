import { Http } from './http';
const http = Http.get();
export const a = () => http.send({ path: '/v2/manage/organizations', query: { apikey: process.env.K! } }); // expect: incomplete-credentials
export const b = (id: string) => Http.get().send({ method: 'DELETE', path: `/v2/manage/organizations/${id}` }); // expect: missing-credentials
export const c = () => http.send({ path: '/v2/manage/organizations', query: { apikey: process.env.K!, apisecret: process.env.S! } });
