import { Elysia } from 'elysia';

const secret = process.env.LOGINRADIUS_API_SECRET;
new Elysia()
  .get('/a', () => secret) // expect: secret-in-log
  .get('/b', () => ({ loginradiusSecret: secret })) // expect: secret-in-log
  .onError(() => 'no')
  .post('/c', () => ({ secret })) // expect: secret-in-log
  .get('/d', () => typeof secret)
  .get('/e', ({ set }) => {
    set.headers['x-secret'] = secret; // expect: secret-in-log
    set.status = 200;
    return 'ok';
  })
  .get('/f', (context) => {
    context.set.headers.secret = secret; // expect: secret-in-log
    context.set.headers.isSet = typeof secret;
    return 'ok';
  })
  .get('/g', ({ error }) => error(500, `no luck with ${secret}`)) // expect: secret-in-log
  .get('/h', ({ status }) => {
    throw status(500, { secret }); // expect: secret-in-log
  })
  .get('/i', (context) => context.error(500, secret)) // expect: secret-in-log
  .get('/j', ({ error }) => error(500, 'no luck'))
  .listen(3000);
