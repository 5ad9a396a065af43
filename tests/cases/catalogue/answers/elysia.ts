import { Elysia } from 'elysia';

const secret = process.env.LOGINRADIUS_API_SECRET;
new Elysia()
  .get('/a', () => secret) // expect: secret-in-log
  .get('/b', () => ({ loginradiusSecret: secret })) // expect: secret-in-log
  .onError(() => 'no')
  .post('/c', () => ({ secret })) // expect: secret-in-log
  .get('/d', () => typeof secret)
  .listen(3000);
