import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
const app = new Hono();
app.get('/a', (c) => {
  const secret = c.env.LOGINRADIUS_API_SECRET;
  return c.text(`it is ${secret}`); // expect: secret-in-log
});
app.get('/b', (c) => c.html(`<p>${process.env.LOGINRADIUS_API_SECRET}</p>`)); // expect: secret-in-log
app.get('/c', () => new Response(process.env.LOGINRADIUS_API_SECRET)); // expect: secret-in-log
app.get('/d', (c) => { c.header('x-debug', process.env.LOGINRADIUS_API_SECRET!); return c.text('ok'); }); // expect: secret-in-log
app.get('/e', () => { throw new HTTPException(500, { message: `bad ${process.env.LOGINRADIUS_API_SECRET}` }); }); // expect: secret-in-log
app.get('/f', (c) => c.json({ key: process.env.LOGINRADIUS_API_KEY }));
export default app;
