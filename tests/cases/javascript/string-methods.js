// Paths that are cut, joined and filled in by the methods of strings.
const key = process.env.LOGINRADIUS_API_KEY;
const secret = process.env.LOGINRADIUS_API_SECRET;
const BASE = 'https://api.loginradius.com';

const call = (path) => fetch(`${BASE}${path}?apikey=${key}`);

export const byLiteral = (uid) => call('/identity/v2/manage/account/:uid'.replace(/:uid/, uid)); // expect: incomplete-credentials
export const byGroup = (params) =>
  call('/identity/v2/manage/account/{uid}'.replace(/\{(\w+)\}/g, (_, name) => params[name])); // expect: incomplete-credentials
export const byName = (uid) =>
  call('/identity/v2/manage/account/<uid>'.replace(new RegExp('<' + 'uid' + '>', 'g'), encodeURIComponent(uid))); // expect: incomplete-credentials
export const byReference = () => call('/identity/v2/manage/(account)'.replace(/\((\w+)\)/, '$1')); // expect: incomplete-credentials
export const slashes = (uid) => call(`//identity/v2/manage/account/${uid}//`.replace(/^\/+/, '/').replace(/\/+$/, '')); // expect: incomplete-credentials
export const sliced = (uid) => call(`/v9/identity/v2/manage/account/${uid}/`.slice(3, -1)); // expect: incomplete-credentials
export const substring = (uid) => call('x/identity/v2/manage/account/'.substring(1).concat(uid)); // expect: incomplete-credentials
export const lower = (uid) => call(`/IDENTITY/V2/manage/account/${uid}`.toLowerCase()); // expect: incomplete-credentials
export const split = (uid) => call(`/identity/v2/manage/account/${uid}#top`.split('#')[0]); // expect: incomplete-credentials

// Headers by the path: both ways are told apart.
const headersFor = (path) =>
  path.startsWith('/identity/v2/manage')
    ? { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret }
    : { 'X-LoginRadius-ApiKey': key };
const send = (path) => fetch(BASE + path, { headers: headersFor(path) });
export const told = (uid) => send('/identity/v2/manage/account/' + uid);
export const toldToo = () => send('/v2/manage/workflows'); // expect: unsupported-credentials

// An absolute URL stays what it is.
const get = (to) => {
  const url = /^https?:\/\//i.test(to) ? to : BASE + (to.startsWith('/') ? to : '/' + to);
  return fetch(url, { headers: { 'X-LoginRadius-ApiKey': key } });
};
export const absolute = (uid) => get(`${BASE}/identity/v2/manage/account/${uid}`); // expect: incomplete-credentials
export const rooted = (uid) => get(`/identity/v2/manage/account/${uid}`); // expect: incomplete-credentials
export const bare = (uid) => get(`identity/v2/manage/account/${uid}`); // expect: incomplete-credentials

// What a pattern does to the unknown is unknown: nothing is said.
export const lost = (uid) => call(`/identity/v2/manage/${uid}/account`.replace(/[^/]+/g, 'x'));
export const lookahead = (uid) => call(`/identity/v2/manage/account/${uid}`.replace(/(?=account)/, 'x'));
// Only the second separator may be missing: no item is taken to be absent.
export const authorised = (header) =>
  fetch(`${BASE}/identity/v2/manage/account/1`, { headers: { [header.split(':')[0]]: header.split(':')[1] } });

// The parts of a URL object, as options of the next request.
const https = require('https');
export const parts = (uid) => {
  const url = new URL(`/identity/v2/manage/account/${uid}`, BASE);
  url.searchParams.set('apikey', key);
  const options = { protocol: url.protocol, hostname: url.hostname, port: url.port || 443, path: url.pathname + url.search + url.hash };
  return https.request(options, () => {}).end(); // expect: incomplete-credentials
};
