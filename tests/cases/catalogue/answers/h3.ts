import { H3, createApp, createError, createRouter, defineEventHandler, sendRedirect, setResponseHeader } from 'h3';

const secret = process.env.LOGINRADIUS_API_SECRET;
const router = createRouter();
router.get('/a', defineEventHandler(() => secret)); // expect: secret-in-log
router.get('/b', defineEventHandler((event) => {
  setResponseHeader(event, 'x-secret', secret); // expect: secret-in-log
  setResponseHeader(event, secret, 'x');
  return 'ok';
}));
router.get('/c', defineEventHandler((event) => sendRedirect(event, `https://shop.dev/?s=${secret}`))); // expect: secret-in-log
router.get('/d', defineEventHandler(() => {
  throw createError({ statusCode: 500, message: `bad ${secret}` }); // expect: secret-in-log
}));
createApp().use(router);
const app = new H3();
app.get('/e', () => ({ secret })); // expect: secret-in-log
app.get('/f', () => (secret ? 'ready' : 'not set'));
