const Koa = require('koa');
const Router = require('@koa/router');
const app = new Koa();
const router = new Router();
const config = { apiKey: process.env.LOGINRADIUS_API_KEY, apiSecret: process.env.LOGINRADIUS_API_SECRET };
app.use(async (ctx) => {
  ctx.body = { config }; // expect: secret-in-log
});
app.use(async (ctx, next) => {
  ctx.body = config.apiKey;
  await next();
});
router.get('/a', (ctx) => {
  ctx.response.body = `secret ${config.apiSecret}`; // expect: secret-in-log
});
router.get('/b', (ctx) => {
  ctx.set('X-Debug', config.apiSecret);
  ctx.body = 'ok';
});
router.get('/c', (ctx) => {
  ctx.throw(500, `failed with ${config.apiSecret}`); // expect: secret-in-log
});
router.get('/d', async (ctx) => {
  await ctx.render('page', { secret: config.apiSecret }); // expect: secret-in-log
});
router.get('/e', (ctx) => {
  ctx.state.secret = config.apiSecret;
  ctx.body = { ok: true };
});
