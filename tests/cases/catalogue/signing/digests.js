const crypto = require('crypto');
const axios = require('axios');
const CryptoJS = require('crypto-js');
const hmacSha256 = require('crypto-js/hmac-sha256');
const Base64 = require('crypto-js/enc-base64');
const { signed } = require('./sign-helper');

const KEY = process.env.LOGINRADIUS_API_KEY;
const SECRET = process.env.LOGINRADIUS_API_SECRET;
const base = 'https://api.loginradius.com/identity/v2/manage/account/';
const soon = () => new Date(Date.now() + 15 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ');
const encoded = (url) => encodeURIComponent(decodeURIComponent(url)).toLowerCase();

// Right, in the ways that people write it.
async function right(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = 'SHA-256=' + crypto.createHmac('sha256', SECRET).update(`${expires}:${encoded(url)}`).digest('base64');
  return axios.get(url, { headers: { digest, 'X-Request-Expires': expires } });
}

async function rightInSteps(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const hmac = crypto.createHmac('SHA256', Buffer.from(SECRET, 'utf8'));
  hmac.update(expires);
  hmac.update(':' + encoded(url));
  const value = hmac.digest('base64');
  return axios.get(url, { headers: { Digest: `SHA-256=${value}`, 'x-request-expires': expires } });
}

async function rightCryptoJs(uid, body) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const text = [expires, encoded(url), JSON.stringify(body)].join(':');
  const one = CryptoJS.HmacSHA256(text, SECRET).toString(CryptoJS.enc.Base64);
  await axios.put(url, body, { headers: { digest: `SHA-256=${one}`, 'X-Request-Expires': expires } });
  const two = Base64.stringify(hmacSha256(text, SECRET));
  return axios.put(url, body, { headers: { digest: `SHA-256=${two}`, 'X-Request-Expires': expires } });
}

async function rightWeb(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${expires}:${encoded(url)}`));
  const value = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return fetch(url, { headers: { digest: `SHA-256=${value}`, 'X-Request-Expires': expires } });
}

// A key that nobody knows may be the right one.
async function keyFromOutside(uid, key) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHmac('sha256', key).update(`${expires}:${encoded(url)}`).digest('base64');
  return fetch(url, { headers: { digest: `SHA-256=${digest}`, 'X-Request-Expires': expires } });
}

// A function that is not seen may do anything.
async function unseen(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = require('./absent').digest(url, expires);
  return fetch(url, { headers: { digest, 'X-Request-Expires': expires } });
}

async function helper(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  return fetch(url, { headers: signed(url) });
}

// Wrong.
async function sha1(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHmac('sha1', SECRET).update(`${expires}:${encoded(url)}`).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function hexInSteps(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const hmac = crypto.createHmac('sha256', SECRET);
  hmac.update(`${expires}:${encoded(url)}`);
  const digest = hmac.digest('hex'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function noPrefix(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHmac('sha256', SECRET).update(`${expires}:${encoded(url)}`).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest, 'X-Request-Expires': expires } });
}

async function plainHash(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHash('sha256').update(expires + ':' + url + SECRET).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function wrongKey(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHmac('sha256', KEY).update(`${expires}:${encoded(url)}`).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function defaultHex(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = CryptoJS.HmacSHA256(`${expires}:${encoded(url)}`, SECRET).toString(); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function webSha512(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(SECRET), { name: 'HMAC', hash: { name: 'SHA-512' } }, false, ['sign']);
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${expires}:${encoded(url)}`));
  const value = Buffer.from(bytes).toString('base64'); // expect: invalid-digest
  return fetch(url, { headers: { digest: `SHA-256=${value}`, 'X-Request-Expires': expires } });
}

async function webHex(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${expires}:${encoded(url)}`));
  const value = Array.from(new Uint8Array(bytes)).map((byte) => byte.toString(16).padStart(2, '0')).join(''); // expect: invalid-digest
  return fetch(url, { headers: { digest: `SHA-256=${value}`, 'X-Request-Expires': expires } });
}

async function withoutExpiry(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const expires = soon();
  const digest = crypto.createHmac('sha256', SECRET).update('https://api.loginradius.com/' + uid).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': expires } });
}

async function twoClocks(uid) {
  const url = `${base}${uid}?apikey=${KEY}`;
  const digest = crypto.createHmac('sha256', SECRET).update(soon() + ':' + encoded(url)).digest('base64'); // expect: invalid-digest
  return axios.get(url, { headers: { digest: 'SHA-256=' + digest, 'X-Request-Expires': soon() } });
}

module.exports = { right, rightInSteps, rightCryptoJs, rightWeb, keyFromOutside, unseen, helper, sha1, hexInSteps, noPrefix, plainHash, wrongKey, defaultHex, webSha512, webHex, withoutExpiry, twoClocks };
