import type { BeforeRequestHook } from 'got';
export const sign: BeforeRequestHook = (options) => {
  options.headers['X-LoginRadius-ApiSecret'] = process.env.S;
};
