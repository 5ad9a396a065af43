// Objects that are written as texts, and settings that go by their names.
import express from 'express';
import settings from 'config';
import nconf from 'nconf';
import { inspect } from 'node:util';

const headers = { 'X-LoginRadius-ApiKey': 'k', 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET };
export const one = () => fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers });

console.log(`headers ${JSON.stringify(headers)}`); // expect: secret-in-log
console.log('headers ' + JSON.stringify({ a: { headers } }, null, 2)); // expect: secret-in-log
console.log(`headers ${inspect(headers)}`); // expect: secret-in-log
console.log(`names ${JSON.stringify(Object.keys(headers))}`);
console.log(`headers ${JSON.stringify(headers, ['X-LoginRadius-ApiKey'])}`);
console.log(`headers ${JSON.stringify({ ...headers, 'X-LoginRadius-ApiSecret': '***' })}`);
console.log(`headers ${headers}`);
console.log(`headers ${JSON.stringify(headers).length}`);
const app = express();
app.get('/a', (req, res) => res.send(`<pre>${JSON.stringify(headers)}</pre>`)); // expect: secret-in-log
app.get('/b', (req, res) => res.status(500).send('bad: ' + JSON.stringify({ one: [headers] }))); // expect: secret-in-log

console.log(settings.get('loginradius.apiSecret')); // expect: secret-in-log
console.log(nconf.get('LR_API_SECRET')); // expect: secret-in-log
console.log(settings.loginradius.apiSecret); // expect: secret-in-log
console.log(settings.get('loginradius.apiKey'), settings.has('loginradius.apiSecret'));
export const two = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: {
      'X-LoginRadius-ApiKey': settings.get('loginradius.apiKey'),
      'X-LoginRadius-ApiSecret': settings.get('loginradius.apiKey'), // expect: misplaced-credential
    },
  });

// What an object has and does not show.
const unlisted = { apiKey: process.env.LR_KEY };
Object.defineProperty(unlisted, 'apiSecret', { value: process.env.LR_API_SECRET, enumerable: false });
console.log(unlisted);
Object.defineProperty(unlisted, 'secretToo', { value: process.env.LR_API_SECRET, enumerable: true });
console.log(unlisted); // expect: secret-in-log
const inheriting = Object.create(headers);
console.log(JSON.stringify(inheriting));
inheriting['X-LoginRadius-ApiSecret'] = process.env.LR_API_SECRET;
console.log(JSON.stringify(inheriting)); // expect: secret-in-log
