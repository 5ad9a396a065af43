// The many ways to put a query together by hand.
const fetch = require('node-fetch');
const axios = require('axios').default;

const BASE = 'https://api.loginradius.com';
const { API_KEY: apikey, API_SECRET: apisecret } = process.env;

function serialize(obj) {
  var parts = [];
  for (var p in obj) {
    if (obj.hasOwnProperty(p)) {
      parts.push(encodeURIComponent(p) + '=' + encodeURIComponent(obj[p]));
    }
  }
  return parts.join('&');
}

const withParams = (url, params) => {
  const keys = Object.keys(params || {});
  return keys.length ? url + '?' + keys.map((key) => key + '=' + params[key]).join('&') : url;
};

const reduceParams = (params) =>
  Object.entries(params).reduce((query, [name, value], index) => query + (index === 0 ? '?' : '&') + `${name}=${value}`, '');

const compact = (params) =>
  Object.keys(params)
    .filter((key) => params[key] !== undefined && params[key] !== null)
    .map((key) => [key, params[key]].map(encodeURIComponent).join('='))
    .join('&');

class UrlBuilder {
  constructor(base) {
    this.base = base;
    this.segments = [];
    this.params = new URLSearchParams();
  }

  path(...segments) {
    this.segments.push(...segments);
    return this;
  }

  param(name, value) {
    this.params.append(name, value);
    return this;
  }

  toString() {
    return `${this.base}/${this.segments.join('/')}?${this.params}`;
  }
}

async function viaForIn(uid) {
  return fetch(BASE + '/identity/v2/manage/account/' + uid + '?' + serialize({ apikey: apikey, apisecret: apisecret })); // expect: secret-in-query
}

async function viaForInHalf(uid) {
  return fetch(BASE + '/identity/v2/manage/account/' + uid + '?' + serialize({ apikey })); // expect: incomplete-credentials
}

async function viaKeys(email) {
  return axios.get(withParams(`${BASE}/identity/v2/auth/email`, { apikey, email }));
}

async function viaKeysWrong(id) {
  return axios.get(withParams(`${BASE}/v2/manage/roles/${id}`, { apikey })); // expect: incomplete-credentials
}

async function viaReduce(id) {
  return axios.get(`${BASE}/v2/manage/roles/${id}${reduceParams({ apikey, apisecret })}`);
}

async function viaReduceWrong(uid) {
  return axios.get(`${BASE}/v2/manage/account/${uid}/orgcontext${reduceParams({ apikey })}`); // expect: incomplete-credentials
}

async function viaCompact(uid) {
  return axios.delete(`${BASE}/v2/manage/account/${uid}/orgcontext?${compact({ apikey, apisecret })}`);
}

async function viaBuilder(id) {
  const url = new UrlBuilder(BASE).path('v2', 'manage', 'roles', id).param('apikey', apikey).param('apisecret', apisecret).toString();
  return fetch(url);
}

async function viaBuilderHalf(id) {
  const url = new UrlBuilder(BASE).path('v2', 'manage', 'roles', id).param('apikey', apikey).toString();
  return fetch(url, { method: 'DELETE' }); // expect: incomplete-credentials
}

async function viaAppend(uid, includeDeleted) {
  let url = BASE + '/identity/v2/manage/account/' + uid;
  url += '?apikey=' + apikey;
  url += '&apisecret=' + apisecret;
  if (includeDeleted) url += '&deleted=true';
  return fetch(url); // expect: secret-in-query
}

async function viaArray(uid) {
  const url = [BASE, 'identity', 'v2', 'manage', 'account', uid].join('/') + '?' + ['apikey=' + apikey, 'fields=Uid'].join('&');
  return fetch(url); // expect: incomplete-credentials
}

async function viaUrlSearch(uid) {
  const url = new URL('/identity/v2/manage/account/' + uid, BASE);
  url.search = new URLSearchParams({ apikey, apisecret });
  return fetch(url.href); // expect: secret-in-query
}

async function viaSearchText(uid) {
  const url = new URL(`${BASE}/identity/v2/manage/account/${uid}`);
  url.search = `apikey=${apikey}`;
  return fetch(url); // expect: incomplete-credentials
}

async function unknownQuery(uid, params) {
  return fetch(`${BASE}/identity/v2/manage/account/${uid}?${serialize(params)}`);
}

async function unknownQueryWithKey(uid, extra) {
  return fetch(`${BASE}/identity/v2/manage/account/${uid}?${serialize({ apikey, ...extra })}`);
}

// A query that comes on some paths only, where the address is written once for each.
const filled = (params) => Object.entries(params).filter(([, value]) => value).map((pair) => pair.join('=')).join('&');

async function viaTwoTexts() {
  const query = filled({ apikey, apisecret });
  const url = query !== '' ? BASE + '/identity/v2/manage/account?email=a&' + query : BASE + '/identity/v2/manage/account';
  return fetch(url); // expect: secret-in-query
}

async function viaTwoTextsHalf() {
  const query = filled({ apikey });
  const url = query !== '' ? `${BASE}/identity/v2/manage/account?${query}` : BASE + '/identity/v2/manage/account';
  return fetch(url); // expect: incomplete-credentials
}

async function viaTwoPaths(uid, all) {
  const url = all ? `${BASE}/identity/v2/manage/account?apikey=${apikey}&apisecret=${apisecret}` : `${BASE}/identity/v2/manage/account/${uid}`;
  return fetch(url); // expect: missing-credentials, secret-in-query
}

module.exports = { viaTwoTexts, viaTwoTextsHalf, viaTwoPaths, viaForIn, viaForInHalf, viaKeys, viaKeysWrong, viaReduce, viaReduceWrong, viaCompact, viaBuilder, viaBuilderHalf, viaAppend, viaArray, viaUrlSearch, viaSearchText, unknownQuery, unknownQueryWithKey };
