// Functions that take the function that calls.
const _ = require('lodash');
const pLimit = require('p-limit');
const pRetry = require('p-retry');
const async = require('async');
const Promise = require('bluebird');
const rp = require('request-promise-native');
const axios = require('axios');

const base = 'https://api.loginradius.com';
const key = process.env.LR_KEY;
const secret = process.env.LR_SECRET;
const limit = pLimit(4);

const withAuth = (fn) => (path, options = {}) =>
  fn(base + path, _.merge({}, { headers: { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret } }, options));

const get = withAuth(axios.get);
const del = withAuth(axios.delete.bind(axios));

const tap = (fn) => (value) => {
  fn(value);
  return value;
};

const pipe = (...fns) => (value) => fns.reduce((result, fn) => fn(result), value);

const addKey = (url) => `${url}?apikey=${key}`;
const addSecret = (url) => `${url}&apisecret=${secret}`;

async function all(uids) {
  return Promise.all(uids.map((uid) => limit(() => get(`/identity/v2/manage/account/${uid}`))));
}

async function remove(uids) {
  return Promise.map(uids, (uid) => del(`/identity/v2/manage/account/${uid}`), { concurrency: 2 });
}

async function roles() {
  return get('/v2/manage/roles'); // expect: unsupported-credentials
}

async function retried(uid) {
  return pRetry(() => rp({ uri: `${base}/identity/v2/manage/account/${uid}`, qs: { apikey: key }, json: true }), { retries: 3 }); // expect: incomplete-credentials
}

function waterfall(email, done) {
  async.waterfall([
    (next) => {
      axios.get(`${base}/identity/v2/manage/account`, { params: { email, apikey: key, apisecret: secret } }) // expect: secret-in-query
        .then(({ data }) => next(null, data.Uid), next);
    },
    (uid, next) => {
      axios.delete(`${base}/identity/v2/manage/account/${uid}`, { params: { apikey: key } }) // expect: incomplete-credentials
        .then(() => next(null, uid), next);
    },
  ], done);
}

const permissions = _.memoize(async (id) => axios.get(`${base}/v2/manage/permissions/${id}`, { params: { apikey: key } })); // expect: incomplete-credentials

const debounced = _.debounce((email) => axios.get(`${base}/identity/v2/auth/email`, { params: { apikey: key, email } }), 250);

const roleUrl = pipe((id) => `${base}/v2/manage/roles/${id}`, addKey, addSecret);
const halfUrl = pipe((id) => `${base}/v2/manage/roles/${id}`, addKey);

const role = (id) => axios.get(roleUrl(id));
const half = (id) => axios.get(halfUrl(id)); // expect: incomplete-credentials

function chained(uid) {
  return Promise.resolve(uid)
    .then((id) => `${base}/identity/v2/manage/account/${id}`)
    .then((url) => axios.get(url, { headers: { 'X-LoginRadius-ApiSecret': secret } })) // expect: incomplete-credentials
    .then(tap(console.log))
    .then((response) => response.data);
}

module.exports = { all, remove, roles, retried, waterfall, permissions, debounced, role, half, chained };
