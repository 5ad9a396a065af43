import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';
import { auth } from './auth';
export const lr = createClient<paths>({ baseUrl: 'https://api.loginradius.com' });
lr.use(auth);
export const half = createClient<paths>({ baseUrl: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } });
