// Conditions whose sides are known pick their way.
import axios from 'axios';

const key = process.env.LOGINRADIUS_API_KEY;
const secret = process.env.LOGINRADIUS_API_SECRET;
const BASE = 'https://api.loginradius.com/identity/v2/manage/account/';

// Arguments that may be left out or swapped.
const request = (uid, options, callback) => {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  if (!options) options = {};
  const headers = options.full === true ? { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret } : { 'X-LoginRadius-ApiKey': key };
  return fetch(BASE + uid, { headers }).then((response) => callback(null, response)); // expect: incomplete-credentials
};
export const swapped = (uid, done) => request(uid, done);
export const swappedHere = (uid) => request(uid, () => {});
export const leftOut = (uid) => request(uid, null, () => {});
export const full = (uid) => request(uid, { full: true }, () => {});

// One of several shapes.
const headersOf = (given) => {
  if (given instanceof Headers) return given;
  if (Array.isArray(given)) return Object.fromEntries(given);
  return { ...given, accept: 'application/json' };
};
export const record = (uid) => fetch(BASE + uid, { headers: headersOf({ 'X-LoginRadius-ApiKey': key }) }); // expect: incomplete-credentials
export const pairs = (uid) => fetch(BASE + uid, { headers: headersOf([['X-LoginRadius-ApiKey', key]]) }); // expect: incomplete-credentials
export const entries = (uid) =>
  fetch(BASE + uid, { headers: headersOf([['X-LoginRadius-ApiKey', key], ['X-LoginRadius-ApiSecret', secret]]) });

// What is there already is not set again.
const complete = (headers) => {
  if (!('X-LoginRadius-ApiSecret' in headers)) headers['X-LoginRadius-ApiSecret'] = secret;
  return headers;
};
export const completed = (uid) => fetch(BASE + uid, { headers: complete({ 'X-LoginRadius-ApiKey': key }) });
export const search = (uid) => {
  const query = new URLSearchParams({ apikey: key });
  if (!query.has('apisecret')) query.set('apisecret', secret);
  return fetch(`${BASE}${uid}?${query}`); // expect: secret-in-query
};

// A client that is made when it is first needed.
let client = null;
function api() {
  if (!client) {
    client = axios.create({ baseURL: BASE, headers: { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret } });
  }
  return client;
}
export const lazily = (uid) => api().get(uid);

let half;
const halfApi = () => {
  if (half === undefined) half = axios.create({ baseURL: BASE, headers: { 'X-LoginRadius-ApiKey': key } });
  return half;
};
export const halfLazily = (uid) => halfApi().get(uid); // expect: incomplete-credentials

// A token that a later call fills in is not missing.
let token = null;
export const login = async (body) => {
  token = (await fetch('https://auth.example.com/token', { method: 'POST', body })).access_token;
};
export const withToken = (uid) => {
  const headers = { 'X-LoginRadius-ApiKey': key };
  if (token !== null) headers['X-LoginRadius-ApiSecret'] = token;
  return fetch(BASE + uid, { headers });
};

// Attempts are counted.
export const retried = async (uid) => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const response = await fetch(BASE + uid, { headers: { 'X-LoginRadius-ApiKey': key } }); // expect: incomplete-credentials
    if (response.ok) return response;
  }
};

const always = (uid, options) => {
  if (!options) options = { full: true };
  const headers = { 'X-LoginRadius-ApiKey': key };
  if (typeof options === 'object' && options.full) headers['X-LoginRadius-ApiSecret'] = secret;
  return fetch(BASE + uid, { headers });
};
export const unset = (uid) => always(uid);
export const set = (uid) => always(uid, { full: true });

// A `var` that stays without a value is no token.
const oldStyle = function (path, query) {
  const headers = {};
  if (query.access_token) {
    var token = query.access_token;
    delete query.access_token;
  }
  query.apikey = key;
  if (token) headers.Authorization = 'Bearer ' + token;
  return fetch('https://api.loginradius.com' + path + '?' + new URLSearchParams(query), { headers });
};
export const withoutToken = (email) => oldStyle('/identity/v2/manage/account', { email }); // expect: incomplete-credentials
export const withUserToken = (user) => oldStyle('/identity/v2/auth/account', { access_token: user });
