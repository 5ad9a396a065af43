import express from 'express';
import _ from 'lodash';

const O = 'https://api.loginradius.com';
const M = `${O}/identity/v2/manage/account/`;
const headers = { 'X-LoginRadius-ApiKey': process.env.LR_KEY };

// Functions that are made for a method or the end of a path: who uses them knows what they call, or who makes them.
const curry = (method) => (id) => fetch(M + id, { method, headers });
export const remove = curry('DELETE'); // expect: incomplete-credentials
export const update = curry('PUT'); // expect: incomplete-credentials

const put = (end) => (id) => fetch(M + id + end, { method: 'PUT', headers });
const [putRoles, putPassword] = [put('/role'), put('/password')];
export const roles = (id) => putRoles(id); // expect: incomplete-credentials
export const password = (id) => putPassword(id); // expect: incomplete-credentials

// One alone is what it calls.
const only = (end) => (id) => fetch(M + id + end, { headers }); // expect: incomplete-credentials
export const onlyOne = only('/role');

// Objects that are.
class Resource {
  constructor(path) {
    this.path = path;
  }
  get(id) {
    return this.send('GET', `${this.path}/${id}`);
  }
  send(method, path) {
    return fetch(O + path, { method, headers });
  }
}
const accounts = new Resource('/identity/v2/manage/account');
const organizations = new Resource('/v2/manage/organizations');
export const account = (id) => accounts.get(id); // expect: incomplete-credentials
export const organization = (id) => organizations.get(id); // expect: unsupported-credentials

// Several ways to use what is made in one place: each is told where it stands.
const crud = (path) => ({
  get: (id) => fetch(`${O}${path}/${id}`, { headers }), // expect: incomplete-credentials, unsupported-credentials
  remove: (id) => fetch(`${O}${path}/${id}`, { method: 'DELETE', headers }), // expect: incomplete-credentials, unsupported-credentials
});
export default { accounts: crud('/identity/v2/manage/account'), organizations: crud('/v2/manage/organizations') };

// The first arguments of functions, given before the others.
function request(method, path, more) {
  return fetch(O + path, { method, headers: { ...headers, ...more } });
}
const get = request.bind(null, 'GET');
get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
get('/identity/v2/manage/account/1', { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET });
const api = { request };
api.request.bind(api, 'DELETE')('/identity/v2/manage/account/1'); // expect: incomplete-credentials
_.partial(request, 'GET')('/identity/v2/manage/account/1'); // expect: incomplete-credentials
_.partial(request, _, '/identity/v2/manage/account/1')('GET');
Reflect.apply(request, null, ['GET', '/identity/v2/manage/account/1']); // expect: incomplete-credentials
setTimeout(request, 100, 'GET', '/identity/v2/manage/account/1'); // expect: incomplete-credentials
setImmediate(request, 'GET', '/identity/v2/manage/account/1', { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET });
