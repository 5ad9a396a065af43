import { compose, type Ctx, type Middleware } from './compose';
const key: Middleware = (ctx, next) => {
  ctx.init.headers['X-LoginRadius-ApiKey'] = process.env.LR_KEY!;
  return next(ctx);
};
const secret: Middleware = async (ctx, next) =>
  next({ ...ctx, init: { ...ctx.init, headers: { ...ctx.init.headers, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET! } } });
const log: Middleware = async (ctx, next) => {
  const started = Date.now();
  const response = await next(ctx);
  console.log(ctx.url, Date.now() - started);
  return response;
};
const last = (ctx: Ctx) => fetch(ctx.url, ctx.init);
export const both = compose([log, key, secret], last);
export const keyOnly = compose([log, key], last);
