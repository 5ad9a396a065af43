import Fastify from 'fastify';
const app = Fastify({ logger: true });
const config = { apiKey: process.env.LOGINRADIUS_API_KEY, apiSecret: process.env.LOGINRADIUS_API_SECRET };
app.get('/a', async () => ({ config })); // expect: secret-in-log
app.get('/b', async (request, reply) => {
  return { secret: config.apiSecret }; // expect: secret-in-log
});
app.get('/c', async (request, reply) => {
  reply.code(200).header('x', config.apiSecret).send({ ok: true }); // expect: secret-in-log
});
app.get('/d', async (request, reply) => {
  request.log.info({ config }, 'hello'); // expect: secret-in-log
  return { key: config.apiKey };
});
app.log.info(config.apiSecret); // expect: secret-in-log
app.route({ method: 'GET', url: '/e', handler: async () => config.apiSecret }); // expect: secret-in-log
app.get('/f', { schema: {} }, async () => {
  const { apiSecret, ...rest } = config;
  return rest;
});
app.decorate('config', config);
app.listen({ port: 3000 });
