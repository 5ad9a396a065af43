// More that must stay silent.
const axios = require('axios');
const fetch = require('node-fetch');
const request = require('request');
const config = require('./config');
const helpers = require('./helpers');

const base = config.get('loginradius.url');

function headers() {
  return helpers.headers();
}

exports.fromHelper = (uid) => fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { headers: headers() });

exports.fromConfig = (uid) => axios.get(`${base}/identity/v2/manage/account/${uid}`, { params: config.get('loginradius.params') });

exports.ofThis = function (uid) {
  return axios.get('https://api.loginradius.com/identity/v2/manage/account/' + uid, { headers: this.headers });
};

exports.extended = (uid, options) => {
  const opts = Object.assign({ method: 'GET' }, options);
  return fetch('https://api.loginradius.com/identity/v2/manage/account/' + uid, opts);
};

exports.defaulted = (uid, { headers = {}, query = {} } = {}) =>
  axios.get('https://api.loginradius.com/identity/v2/manage/account/' + uid, { headers, params: query });

const state = {};
exports.init = (options) => {
  state.headers = { 'X-LoginRadius-ApiKey': options.key, 'X-LoginRadius-ApiSecret': options.secret };
};
exports.ofState = (uid) => axios.get('https://api.loginradius.com/identity/v2/manage/account/' + uid, { headers: state.headers });

let token;
exports.setToken = (value) => {
  token = value;
};
exports.byToken = (uid) => axios.get('https://api.loginradius.com/identity/v2/manage/account/' + uid, { headers: { Authorization: 'Bearer ' + token } });

const queue = [];
exports.enqueue = (url, opts) => queue.push({ url, opts });
exports.flush = () => Promise.all(queue.map(({ url, opts }) => fetch(url, opts)));

axios.interceptors.request.use((cfg) => helpers.sign(cfg));
exports.signed = (uid) => axios.put(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, {});

const cache = new Map();
exports.cached = async (uid) => {
  if (!cache.has(uid)) {
    const options = { url: `https://api.loginradius.com/identity/v2/manage/account/${uid}` };
    helpers.authorize(options);
    cache.set(uid, await new Promise((resolve) => request(options, (e, r, body) => resolve(body))));
  }
  return cache.get(uid);
};

exports.mutated = async (uid) => {
  const params = new URLSearchParams();
  await helpers.addCredentials(params);
  return fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}?${params}`);
};

exports.mutatedHeaders = async (uid) => {
  const init = { headers: new fetch.Headers() };
  helpers.addCredentials(init.headers);
  return fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, init);
};

function Client(options) {
  Object.assign(this, options);
}

Client.prototype.get = function (uid) {
  return axios.create(this.axiosOptions).get('https://api.loginradius.com/identity/v2/manage/account/' + uid);
};

Client.prototype.put = function (uid, body) {
  return fetch('https://api.loginradius.com/identity/v2/manage/account/' + uid, { method: 'PUT', body, headers: this.headers });
};

exports.Client = Client;

function Lazy() {}
Lazy.prototype.use = function (headers) {
  this.headers = headers;
  return this;
};
Lazy.prototype.get = function (uid) {
  return fetch('https://api.loginradius.com/identity/v2/manage/account/' + uid, { headers: this.headers });
};
exports.Lazy = Lazy;
exports.lazy = (uid) => new Lazy().use({ 'X-LoginRadius-ApiKey': config.key, 'X-LoginRadius-ApiSecret': config.secret }).get(uid);

helpers.extend = (uid) => helpers.request({ url: 'https://api.loginradius.com/identity/v2/manage/account/' + uid });

function api(path) {
  return fetch('https://api.loginradius.com' + path, { headers: api.headers });
}
exports.api = api;
exports.viaApi = (uid) => api('/identity/v2/manage/account/' + uid);

function configured(path) {
  return fetch('https://api.loginradius.com' + path, { headers: configured.headers || {} });
}
configured.headers = {};
exports.configureHeaders = (pair) => Object.assign(configured.headers, pair);
exports.viaConfigured = (uid) => configured('/identity/v2/manage/account/' + uid);
