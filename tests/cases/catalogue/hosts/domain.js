// One call goes elsewhere, and what it sets stays: the others may go there, and may as well not.
let domain = 'https://api.loginradius.com';

export function info() {
  domain = 'https://config.lrcontent.com';
  return fetch(`${domain}/ciam/appinfo?apikey=${process.env.LR_KEY}`);
}

export function login() {
  return fetch(`${domain}/identity/v2/auth/login?apikey=${process.env.LR_KEY}`, { method: 'POST' });
}

const other = 'https://config.lrcontent.com';

export function register() {
  return fetch(`${other}/identity/v2/auth/register?apikey=${process.env.LR_KEY}`, { method: 'POST' }); // expect: unknown-operation
}
