const Hapi = require('@hapi/hapi');

const server = Hapi.server({ port: 3000 });
const secret = process.env.LOGINRADIUS_API_SECRET;
server.route({ method: 'GET', path: '/a', handler: () => secret }); // expect: secret-in-log
server.route([
  { method: 'GET', path: '/b', handler: (request, h) => h.response({ secret }).code(200) }, // expect: secret-in-log
  { method: 'GET', path: '/c', options: { handler: () => secret } }, // expect: secret-in-log
  { method: 'GET', path: '/d', options: { auth: false, handler: () => ({ ok: true }) } },
]);
