// Endpoints as a table, one function that sends them all.
'use strict';

const got = require('got');

const ENDPOINTS = {
  getAccount: { method: 'GET', path: '/identity/v2/manage/account/:uid' },
  deleteAccount: { method: 'DELETE', path: '/identity/v2/manage/account/:uid' },
  listRoles: { method: 'GET', path: '/v2/manage/roles' },
  assignRoles: { method: 'PUT', path: '/identity/v2/manage/account/:uid/role' },
  login: { method: 'POST', path: '/identity/v2/auth/login' },
};

const keys = { apikey: process.env.LR_KEY };
const pair = { ...keys, apisecret: process.env.LR_SECRET };

async function send({ method, path }, { params = {}, query, json } = {}) {
  const filled = Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(value)),
    path,
  );
  return got(`https://api.loginradius.com${filled}`, { method, searchParams: query, json }).json();
}

exports.getAccount = (uid) => send(ENDPOINTS.getAccount, { params: { uid }, query: pair }); // expect: secret-in-query
exports.deleteAccount = (uid) => send(ENDPOINTS.deleteAccount, { params: { uid }, query: keys }); // expect: incomplete-credentials
exports.listRoles = () => send(ENDPOINTS.listRoles, { query: pair });
exports.listRolesWithoutSecret = () => send(ENDPOINTS.listRoles, { query: keys }); // expect: incomplete-credentials
exports.assignRoles = (uid, roles) => send(ENDPOINTS.assignRoles, { params: { uid }, json: { roles } }); // expect: missing-credentials
exports.login = (email, password) => send(ENDPOINTS.login, { query: keys, json: { email, password } });
