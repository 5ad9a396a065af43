// What tells something about a secret is none, whatever it is written as; objects that show none; conditions that say that
// there is none.
import util from 'node:util';
import { z } from 'zod';
import Joi from 'joi';
import { check, t } from './elsewhere.js';
import { getSecret } from './vault.js';

const secret = process.env.LR_API_SECRET;
export const call = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': secret },
  });

const isSet = (name) => Boolean(process.env[name]);
console.log({ lrApiSecret: Boolean(secret) });
console.log({ checks: { LR_API_SECRET: isSet('LR_API_SECRET') } });
console.log({ LR_API_SECRET: typeof process.env.LR_API_SECRET });
console.log({ loginradius: { clientSecret: Number(secret.length) } });
console.log({ lrApiSecret: check(secret) });
const parsed = z.string().safeParse(secret);
console.log({ lrApiSecret: parsed.success });
console.log({ lrApiSecret: t('lr.apiSecret') });
console.log({ loginradius: { apiSecret: z.string() } });
console.log({ LR_API_SECRET: Joi.string().required() });
console.log({ lrApiSecret: secret }); // expect: secret-in-log
console.log({ lrApiSecret: getSecret('lr') }); // expect: secret-in-log

class Hidden {
  #secret;
  constructor(value) {
    this.#secret = value;
  }
}
console.log('ready', new Hidden(secret));
class Open {
  constructor(value) {
    this.secret = value;
  }
}
console.log('ready', new Open(secret)); // expect: secret-in-log
class Inspected {
  constructor(value) {
    this.secret = value;
  }
  [util.inspect.custom]() {
    return 'Inspected';
  }
}
console.log(new Inspected(secret));

if (!secret) {
  console.error('LR_API_SECRET is not set:', secret);
  process.exit(1);
}
if (secret === undefined) console.error('LR_API_SECRET:', secret);
if (secret == null || secret === '') console.error(`LR_API_SECRET is ${secret}`);
if (secret) console.error(`LR_API_SECRET is ${secret}`); // expect: secret-in-log
if (!secret || call()) console.error(`LR_API_SECRET is ${secret}`); // expect: secret-in-log
