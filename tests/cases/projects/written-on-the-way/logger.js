const logger = require('pino')();
exports.f = () => {
  const headers = { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };
  logger.debug({ headers }, 'x'); // expect: secret-in-log
  return fetch('https://api.loginradius.com/identity/v2/manage/account?email=1', { headers }); // expect: incomplete-credentials
};
exports.g = (send) => {
  const headers = { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };
  send({ headers });
  return fetch('https://api.loginradius.com/identity/v2/manage/account?email=1', { headers });
};
