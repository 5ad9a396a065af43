// What is written in place of a secret is none, what still holds one is.
const S = process.env.LR_API_SECRET;
const h = { 'X-LoginRadius-ApiSecret': S };
const cfg = { loginradius: { apiKey: process.env.LR_KEY, apiSecret: S } };
export const call = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { ...h, 'X-LoginRadius-ApiKey': process.env.LR_KEY } });

console.log({ ...h, 'X-LoginRadius-ApiSecret': '[redacted]' });
console.log({ loginradius: { apiSecret: 'REDACTED' } });
console.log({ loginradius: { apiSecret: '(hidden)' } });
const labels = { loginradius: { apiSecret: 'API Secret' } };
console.log(labels);
const errors = { LR_API_SECRET: 'LR_API_SECRET is missing' };
console.log(errors);
console.log({ ...h }); // expect: secret-in-log
console.log({ loginradius: { apiSecret: '9f3k2lq8w7v1x4c5' } }); // expect: secret-in-log, hardcoded-secret

console.log(JSON.stringify(cfg, (k, v) => (k === 'apiSecret' ? undefined : v)));
console.log(JSON.stringify(cfg, (k, v) => (/secret/i.test(k) ? '***' : v), 2));
console.log(JSON.stringify(cfg, ['loginradius', 'apiKey']));
console.log(JSON.stringify(cfg, ['loginradius', 'apiSecret'])); // expect: secret-in-log
console.log(JSON.stringify(cfg, null, 2)); // expect: secret-in-log

// URLs, and the parameters of them.
const u = new URL('https://api.loginradius.com/identity/v2/manage/account/1');
u.searchParams.set('apisecret', S);
console.log('GET', u.href); // expect: secret-in-log
console.log(u.toString()); // expect: secret-in-log
console.log(`${u}`); // expect: secret-in-log
console.log(u.origin, u.pathname);
const p = new URLSearchParams({ apisecret: S });
console.log(`${u.origin}?${p}`); // expect: secret-in-log
console.log(p.toString()); // expect: secret-in-log
console.log(new URLSearchParams({ uid: '1' }).toString());
