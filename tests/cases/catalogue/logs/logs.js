import pino from 'pino';
import winston from 'winston';
import debugFactory from 'debug';
import * as Sentry from '@sentry/node';
import axios from 'axios';

const logger = pino({ level: 'info' });
const audit = winston.createLogger({ transports: [] });
const debug = debugFactory('app');
const API_SECRET = process.env.API_SECRET;
const lr = {
  apiKey: process.env.LOGINRADIUS_API_KEY,
  apiSecret: process.env.LOGINRADIUS_API_SECRET,
};

// What a request sends as the secret is one, whatever its name.
export const find = (uid) =>
  axios.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, {
    headers: { 'X-LoginRadius-ApiKey': lr.apiKey, 'X-LoginRadius-ApiSecret': API_SECRET },
  });

console.log(lr.apiSecret); // expect: secret-in-log
console.error('failed', { lr }); // expect: secret-in-log
console.log(JSON.stringify(lr)); // expect: secret-in-log
console.log(`secret=${API_SECRET}`); // expect: secret-in-log
console.log('key', lr.apiKey);
console.log(API_SECRET.length, Boolean(API_SECRET), typeof API_SECRET, !!API_SECRET);
console.log(`${API_SECRET.slice(0, 4)}****`);
console.log({ ...lr, apiSecret: '***' });
console.log(Object.keys(lr));
logger.info({ secret: lr.apiSecret }, 'starting'); // expect: secret-in-log
logger.child({ module: 'a' }).warn('with %s', lr.apiSecret); // expect: secret-in-log
audit.debug('config', lr); // expect: secret-in-log
debug('secret %s', process.env.LOGINRADIUS_API_SECRET); // expect: secret-in-log
Sentry.setContext('settings', lr); // expect: secret-in-log
Sentry.captureMessage('started');
process.stdout.write(lr.apiSecret + '\n'); // expect: secret-in-log

export function handler(req, res) {
  res.json({ ok: true, config: lr }); // expect: secret-in-log
}

export function health(req, res) {
  res.status(200).json({ ok: true, key: lr.apiKey });
}

export function leak(request, reply) {
  reply.send(`secret: ${lr.apiSecret}`); // expect: secret-in-log
}

class Service {
  constructor(options) {
    this.secret = options.apiSecret;
    this.logger = options.logger;
  }

  start() {
    this.logger.info('starting', this.secret); // expect: secret-in-log
  }
}

new Service({ ...lr, logger }).start();

export async function show(uid) {
  const response = await find(uid);
  console.log(response.data, response.status);
  return response.data;
}

const OTHER_SECRET = process.env.STRIPE_SECRET;
console.log('something else', process.env.HOME);
