// Handlers of several frameworks.
const Koa = require('koa');
const Router = require('@koa/router');
const Hapi = require('@hapi/hapi');
const fastify = require('fastify')({ logger: true });
const got = require('got').default;

const env = Object.freeze({
  url: process.env.LR_URL || 'https://api.loginradius.com',
  key: process.env.LR_KEY,
  secret: process.env.LR_SECRET,
});

const lr = got.extend({
  prefixUrl: env.url,
  responseType: 'json',
  searchParams: { apikey: env.key },
  hooks: {
    beforeRequest: [
      (options) => {
        options.headers['x-request-id'] = Math.random().toString(36);
      },
    ],
  },
});

const admin = lr.extend({ headers: { 'X-LoginRadius-ApiSecret': env.secret } });
const proper = got.extend({
  prefixUrl: env.url,
  headers: { 'X-LoginRadius-ApiKey': env.key, 'X-LoginRadius-ApiSecret': env.secret },
});

const app = new Koa();
const router = new Router({ prefix: '/api' });

router.get('/account/:uid', async (ctx) => {
  const { body } = await proper(`identity/v2/manage/account/${ctx.params.uid}`);
  ctx.body = body;
});

router.get('/split/:uid', async (ctx) => {
  const { body } = await admin.get(`identity/v2/manage/account/${ctx.params.uid}`); // expect: mixed-credentials
  ctx.body = body;
});

router.post('/login', async (ctx) => {
  const { email, password } = ctx.request.body;
  const { body } = await lr.post('identity/v2/auth/login', { json: { email, password } });
  ctx.cookies.set('token', body.access_token, { httpOnly: true });
  ctx.status = 204;
});

app.use(router.routes()).use(router.allowedMethods());

fastify.get('/me', { schema: { querystring: { verbose: { type: 'boolean' } } } }, async (request, reply) => {
  const token = request.cookies.token;
  try {
    return await lr('identity/v2/auth/account', { headers: { authorization: `Bearer ${token}` } }).json();
  } catch (error) {
    request.log.error(error);
    return reply.code(502).send();
  }
});

fastify.delete('/accounts/:uid', (request, reply) => {
  lr.delete(`identity/v2/manage/account/${request.params.uid}`).then(() => reply.code(204).send(), (error) => reply.send(error)); // expect: incomplete-credentials
});

const init = async () => {
  const server = Hapi.server({ port: 3000 });
  server.route({
    method: 'PUT',
    path: '/accounts/{uid}',
    handler: async (request, h) => {
      await proper.put(`identity/v2/manage/account/${request.params.uid}`, { json: request.payload });
      return h.response().code(204);
    },
  });
  server.route([
    {
      method: 'GET',
      path: '/roles',
      handler: () => got(`${env.url}/v2/manage/roles`, { searchParams: `apikey=${env.key}&apisecret=${env.secret}` }).json(),
    },
    {
      method: 'GET',
      path: '/hooks',
      handler: async () => (await proper('v2/manage/workflows')).body, // expect: unsupported-credentials
    },
  ]);
  await server.start();
};

process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});

init();
