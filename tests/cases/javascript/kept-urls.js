// The URL enters by another call than the one that sends: each user is told of its own.
const K = 'X-LoginRadius-ApiKey';
const S = 'X-LoginRadius-ApiSecret';
const key = process.env.K;
const secret = process.env.S;
const account = 'https://api.loginradius.com/identity/v2/manage/account?email=a';

function req(u) {
  const o = { headers: {} };
  const self = {
    header(k, v) { o.headers[k] = v; return self; },
    send() { return fetch(u, o); },
  };
  return self;
}
export const find = () => req('https://api.loginradius.com/identity/v2/manage/account?email=a').header(K, key).send(); // expect: incomplete-credentials
export const ok = () => req('https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=k').send();
export const both = () => req('https://api.loginradius.com/identity/v2/manage/account?email=b').header(K, key).header(S, secret).send();
export const sott = () => req('https://api.loginradius.com/identity/v2/manage/account/sott').header(S, secret).send(); // expect: incomplete-credentials

class Req {
  constructor(url) { this.url = url; this.headers = {}; }
  header(name, value) { this.headers[name] = value; return this; }
  send() { return fetch(this.url, { headers: this.headers }); }
}
export const made = () => new Req('https://api.loginradius.com/identity/v2/manage/account?email=a').header(K, key).send(); // expect: incomplete-credentials
export const whole = () => new Req('https://api.loginradius.com/identity/v2/manage/account?email=a').header(K, key).header(S, secret).send();

const curried = (u) => (h) => fetch(u, { headers: h });
export const called = () => curried(account)({ [K]: key }); // expect: incomplete-credentials
export const calledWhole = () => curried(account)({ [K]: key, [S]: secret });
const withQuery = (u) => (q, h) => fetch(`${u}?${q}`, { headers: h });
export const asked = () => withQuery('https://api.loginradius.com/identity/v2/manage/account')('email=a', { [K]: key }); // expect: incomplete-credentials

// The base of all URLs need not be known where it is used.
class Api {
  constructor(base) { this.base = base; }
  account() { return fetch(`${this.base}/manage/account?email=a`, { headers: { [K]: key } }); } // expect: incomplete-credentials
}
export const one = () => new Api('https://api.loginradius.com/identity/v2').account();
export const other = () => new Api('https://api.loginradius.com/identity/v2').account();

// What the class above gives is what it says there.
class Base {
  get headers() { return { [K]: key }; }
}
class Whole extends Base {
  get headers() { return { ...super.headers, [S]: secret }; }
  go() { return fetch(account, { headers: this.headers }); }
}
class Half extends Base {
  get headers() { return { ...super.headers, Accept: 'a' }; }
  go() { return fetch(account, { headers: this.headers }); } // expect: incomplete-credentials
}
new Whole().go();
new Half().go();
