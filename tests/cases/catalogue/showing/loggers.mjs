// The same loggers, services and servers without anything that hides.
import pino from 'pino';
import bunyan from 'bunyan';
import winston from 'winston';
import { Logger } from 'tslog';
import pinoHttp from 'pino-http';
import express from 'express';
import fastify from 'fastify';
import * as Sentry from '@sentry/node';

const config = { apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };
export const one = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': config.apiKey, 'X-LoginRadius-ApiSecret': config.apiSecret },
  });

pino({ level: 'debug' }).info({ config }, 'start'); // expect: secret-in-log
bunyan.createLogger({ name: 'a', level: 'info' }).info({ config }); // expect: secret-in-log
const { combine, timestamp, json } = winston.format;
const log = winston.createLogger({ format: combine(timestamp(), json()) });
log.info('start', { config }); // expect: secret-in-log
new Logger({ name: 'a' }).info(config); // expect: secret-in-log

const app = express();
app.use(pinoHttp({ level: 'info' }));
app.set('view engine', 'ejs');
app.get('/', (req, res) => {
  req.log.info({ config }); // expect: secret-in-log
  res.json({ config }); // expect: secret-in-log
});

const server = fastify({ logger: true });
server.log.info({ config }); // expect: secret-in-log
server.get('/whole', async () => config); // expect: secret-in-log

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 });
export const report = (error) => Sentry.captureException(error, { extra: { config } }); // expect: secret-in-log
