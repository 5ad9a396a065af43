import type { Middleware } from 'openapi-fetch';
export const auth: Middleware = {
  async onRequest({ request }) {
    request.headers.set('X-LoginRadius-ApiKey', process.env.LR_KEY!);
    request.headers.set('X-LoginRadius-ApiSecret', process.env.LR_SECRET!);
    return request;
  },
};
