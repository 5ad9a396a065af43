import bunyan from 'bunyan';
import { consola } from 'consola';
import log4js from 'log4js';
import { createLogger, format } from 'winston';
import { pino } from 'pino';
import createDebug from 'debug';
import * as util from 'util';
import { inspect } from 'node:util';
import signale from 'signale';
const config = { apiKey: process.env.LOGINRADIUS_API_KEY, apiSecret: process.env.LOGINRADIUS_API_SECRET };
const b = bunyan.createLogger({ name: 'a' });
b.info({ config }, 'x'); // expect: secret-in-log
consola.info(config); // expect: secret-in-log
const l4 = log4js.getLogger('x');
l4.debug(config.apiSecret); // expect: secret-in-log
const w = createLogger({ format: format.json() });
w.log('info', 'with', config); // expect: secret-in-log
w.log({ level: 'info', message: config.apiSecret }); // expect: secret-in-log
const p = pino().child({ a: 1 });
p.error(config); // expect: secret-in-log
const d = createDebug('x');
d('%o', config); // expect: secret-in-log
d.extend('y')('%o', config); // expect: secret-in-log
console.log(util.inspect(config)); // expect: secret-in-log
console.log(inspect(config, { depth: null })); // expect: secret-in-log
console.log(util.format('%s', config.apiSecret)); // expect: secret-in-log
console.log([config.apiSecret].join(',')); // expect: secret-in-log
console.log(Object.entries(config)); // expect: secret-in-log
console.log(Object.values(config)); // expect: secret-in-log
console.log('a' + config.apiSecret); // expect: secret-in-log
console.table([config]); // expect: secret-in-log
const log = console.log;
log(config.apiSecret); // expect: secret-in-log
const { error } = console;
error(config.apiSecret); // expect: secret-in-log
['x'].forEach(() => console.log(config.apiSecret)); // expect: secret-in-log
const redacted = pino({ redact: ['apiSecret'] });
redacted.info(config);
signale.info(config.apiSecret); // expect: secret-in-log
console.assert(config.apiSecret, 'the secret is missing');
console.log(config.apiSecret ? 'set' : 'not set');
console.log(config.apiSecret && 'set');
console.log(config.apiSecret === 'x');
console.log('*'.repeat(config.apiSecret!.length));
console.log(config.apiSecret?.slice(-4));
console.log(config.apiSecret?.substring(0, 3) + '...');
console.log(hash(config.apiSecret));
function hash(x: string) { return require('crypto').createHash('sha256').update(x).digest('hex'); }
console.log(mask(config.apiSecret));
console.log(process.env);
