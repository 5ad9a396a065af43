import { Elysia, status } from 'elysia';

new Elysia()
  .get('/a', () => status(401, process.env.LR_APISECRET)) // expect: secret-in-log
  .get('/b', () => status(401, 'no'));

export default class KeysController {
  async index({ response }) {
    return response.ok({ key: process.env.LR_APISECRET }); // expect: secret-in-log
  }
  async one({ view }) {
    return view.render('page', { key: process.env.LR_APISECRET }); // expect: secret-in-log
  }
  async two({ response }) {
    return response.ok({ key: process.env.LR_APIKEY });
  }
}

export async function main(context) {
  context.res = { body: { key: process.env.LR_APISECRET } }; // expect: secret-in-log
  context.log.level = 'info';
}
