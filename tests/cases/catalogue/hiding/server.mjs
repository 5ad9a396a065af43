import fastify from 'fastify';
const config = { apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };
const app = fastify({ logger: { redact: ['config.apiSecret'] } });
app.log.info({ config }, 'start');
app.get('/log', async (request) => {
  request.log.info({ config });
  return {};
});
// What the schema does not name is not written.
app.get('/schema', { schema: { response: { 200: { type: 'object', properties: { apiKey: {} } } } } }, async () => config);
app.get('/whole', { schema: { querystring: {} } }, async () => config); // expect: secret-in-log
