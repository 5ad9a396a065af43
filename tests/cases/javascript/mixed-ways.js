// More conditions than are told apart pick URLs and what is sent: what is wrong in every combination is still found.
const key = process.env.LOGINRADIUS_API_KEY;
const secret = process.env.LOGINRADIUS_API_SECRET;
const API = 'https://api.loginradius.com';

const chosen = (a, b, c, d, e, uid) => {
  let path = `/identity/v2/manage/account/${uid}`;
  if (a) path = '/identity/v2/manage/account';
  if (b) path = `/identity/v2/manage/account/${uid}/customobject`;
  if (c) path = `/identity/v2/manage/account/${uid}/role`;
  if (d) path = `/identity/v2/manage/account/${uid}/rolecontext`;
  if (e) path = `/identity/v2/manage/account/access_token`;
  return path;
};

// Half of the pair comes always, half on some ways: on those it may be complete.
export const whole = (a, b, c, d, e, uid, full) => {
  const headers = { 'X-LoginRadius-ApiKey': key };
  if (a) headers['X-LoginRadius-ApiSecret'] = secret;
  return fetch(API + chosen(a, b, c, d, e, uid), { headers });
};

// What may come along makes nothing of it complete.
export const half = (a, b, c, d, e, uid, sent) => {
  const headers = { 'X-LoginRadius-ApiKey': key };
  if (a) headers['X-LoginRadius-ApiKey'] = sent;
  if (b) headers['X-Trace'] = sent;
  return fetch(API + chosen(a, b, c, d, e, uid), { headers }); // expect: incomplete-credentials
};

// Nothing or something: both are wrong, and it is not known which it is.
export const either = (a, b, c, d, e, uid, token) => {
  const headers = {};
  if (a) headers.Authorization = `Bearer ${token}`;
  return fetch(API + chosen(a, b, c, d, e, uid), { headers });
};

// Where all paths are one operation, it does not matter which of them has it.
export const one = (a, b, c, d, e, uid) => {
  let id = uid;
  if (a) id = 'one';
  if (b) id = 'two';
  if (c) id = 'three';
  if (d) id = 'four';
  if (e) id = 'five';
  const headers = {};
  if (a) headers['X-LoginRadius-ApiKey'] = key;
  return fetch(`${API}/identity/v2/manage/account/${id}`, { headers }); // expect: incomplete-credentials
};
