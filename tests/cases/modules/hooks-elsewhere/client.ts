import got from 'got';
import { sign } from './hooks';
export const client = got.extend({ prefixUrl: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.K }, hooks: { beforeRequest: [sign] } });
export const bare = got.extend({ prefixUrl: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.K } });
