import express from 'express';
import pino from 'pino';

export const logger = { info: (msg, meta) => console.log(JSON.stringify({ level: 'info', msg, meta })) };

export class Log {
  static warn(text) {
    console.warn(`[lr] ${text}`);
  }
  error(text, ...more) {
    pino().error(text, more);
  }
}

export const all = (...given) => console.log(...given);

export const audit = (what) => logger.info('audit', { what });

export const ok = (res, data) => res.status(200).json({ data });

// Who writes what he calls a secret is to blame himself.
export const start = (apiSecret) => console.log('starting with', apiSecret); // expect: secret-in-log

export const startWith = (settings) => console.log(settings.apiSecret); // expect: secret-in-log

export const app = express();
