// Loggers, services and servers that are told what to hide hide it in objects; a text is written as it is.
import pino from 'pino';
import bunyan from 'bunyan';
import winston from 'winston';
import { Logger } from 'tslog';
import pinoHttp from 'pino-http';
import express from 'express';
import './instrument.mjs';
import * as Sentry from '@sentry/node';

const config = { apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };
export const one = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': config.apiKey, 'X-LoginRadius-ApiSecret': config.apiSecret },
  });

const redacting = pino({ redact: ['config.apiSecret'] });
redacting.info({ config }, 'start');
redacting.child({ config }).warn({ config });
redacting.info(`the secret is ${config.apiSecret}`); // expect: secret-in-log
const serializing = pino({ serializers: { config: (it) => ({ key: it.apiKey }) } });
serializing.info({ config });
bunyan.createLogger({ name: 'a', serializers: { config: () => 'hidden' } }).info({ config });

const hide = winston.format((info) => ({ ...info, config: undefined }));
const log = winston.createLogger({ format: winston.format.combine(hide(), winston.format.json()) });
log.info('start', { config });

const masking = new Logger({ maskValuesOfKeys: ['apiSecret'] });
masking.info(config);

const app = express();
app.use(pinoHttp({ redact: ['config.apiSecret'] }));
app.set('json replacer', (key, value) => (key === 'apiSecret' ? undefined : value));
app.get('/', (req, res) => {
  req.log.info({ config });
  req.log.info('the secret is ' + config.apiSecret); // expect: secret-in-log
  res.json({ config });
});
app.get('/text', (req, res) => res.send(`the secret is ${config.apiSecret}`)); // expect: secret-in-log

export const report = (error) => Sentry.captureException(error, { extra: { config } });
