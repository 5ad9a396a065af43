// Half of the credentials, by ways that can be followed.
const axios = require('axios');
const url = require('url');
const util = require('util');
const http = require('https');

const host = 'https://api.loginradius.com';
const half = { 'X-LoginRadius-ApiKey': process.env.K };
const query = { apikey: process.env.K };

const defined = {};
Object.defineProperty(defined, 'headers', { value: half, enumerable: true });
exports.defined = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, defined); // expect: incomplete-credentials

const cloned = JSON.parse(JSON.stringify({ headers: half }));
exports.cloned = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, cloned); // expect: incomplete-credentials

const map = new Map([['X-LoginRadius-ApiKey', process.env.K]]);
exports.map = (uid) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: [...map] }); // expect: incomplete-credentials

exports.loop = (uid) => {
  const headers = new Headers();
  for (const [name, value] of map) headers.append(name, value);
  return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers }); // expect: incomplete-credentials
};

exports.entries = (uid) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: Object.fromEntries(map.entries()) }); // expect: incomplete-credentials

exports.formatted = (uid) => {
  const target = url.format({ protocol: 'https', host: 'api.loginradius.com', pathname: '/identity/v2/manage/account/' + uid, query });
  return axios.get(target); // expect: incomplete-credentials
};

exports.resolved = (uid) => axios.get(url.resolve(host, `/identity/v2/manage/account/${uid}`), { params: query }); // expect: incomplete-credentials

exports.text = (uid) => axios.get(util.format('%s/identity/v2/manage/account/%s', host, uid), { params: query }); // expect: incomplete-credentials

const getJson = util.promisify((target, callback) => {
  http.get(target, (res) => callback(null, res)); // the URL is the caller's
});

exports.promisified = (uid) => getJson(`${host}/identity/v2/manage/account/${uid}?apikey=${process.env.K}`); // expect: incomplete-credentials

exports.callback = (uid, cb) => {
  http.get(`${host}/identity/v2/manage/account/${uid}?apikey=${process.env.K}`, cb); // expect: incomplete-credentials
};

exports.promise = (uid) =>
  new Promise((resolve, reject) => {
    http.get(`${host}/identity/v2/manage/account/${uid}?apikey=${process.env.K}`, resolve).on('error', reject); // expect: incomplete-credentials
  });

exports.applied = (uid) => axios.get.apply(axios, [`${host}/identity/v2/manage/account/${uid}`, { params: query }]); // expect: incomplete-credentials
exports.called = (uid) => fetch.call(globalThis, `${host}/identity/v2/manage/account/${uid}?apikey=${process.env.K}`); // expect: incomplete-credentials

const bound = axios.delete.bind(axios);
exports.bound = (uid) => bound(`${host}/identity/v2/manage/account/${uid}`, { params: query }); // expect: incomplete-credentials

function make(options) {
  var self = Object.create(make.prototype);
  self.key = options.key;
  return self;
}
make.prototype.get = function (uid) {
  return axios.get(make.host + '/identity/v2/manage/account/' + uid, { params: { apikey: this.key } }); // expect: incomplete-credentials
};
make.host = host;
exports.make = make;

exports.inline = (uids) => uids.map((uid) => `${host}/identity/v2/manage/account/${uid}`).map((target) => axios.get(target, { params: query })); // expect: incomplete-credentials

exports.listed = () =>
  ['/v2/manage/roles', '/v2/manage/permissions'].forEach((path) => {
    axios.get(host + path, { params: query }); // expect: incomplete-credentials
  });

exports.conditional = (uid, verbose) => {
  const params = { apikey: process.env.K };
  const text = Object.keys(params).length ? '?' + new URLSearchParams(params) : '';
  return fetch(`${host}/identity/v2/manage/account/${uid}${text}`); // expect: incomplete-credentials
};
