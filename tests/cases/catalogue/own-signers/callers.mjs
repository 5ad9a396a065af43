import { Signer, inHex, inMinutes, sign, stamp, withOneOf, withOwnKey, withRightOne } from './sign.mjs';

const URL = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LR_API_KEY}`;
const encoded = encodeURIComponent(URL).toLowerCase();
const SECRET = process.env.LR_API_SECRET;
const send = (expires, digest) => fetch(URL, { headers: { 'X-Request-Expires': expires, digest } });

export function good() {
  const e = stamp(20 * 60 * 1000);
  return send(e, sign(SECRET, `${e}:${encoded}`));
}

export function otherKey() {
  const e = stamp(1200000);
  return send(e, sign(process.env.LR_API_KEY, `${e}:${encoded}`)); // expect: invalid-digest
}

export function thirdKey() {
  const e = inMinutes(20);
  return send(e, sign(process.env.LR_CLIENT_SECRET, `${e}:${encoded}`)); // expect: invalid-digest
}

export function tooFar() {
  const e = stamp(26 * 60 * 60 * 1000); // expect: invalid-expiry
  return send(e, sign(SECRET, `${e}:${encoded}`));
}

export function asPlainNumber() {
  const e = stamp(93600000); // expect: invalid-expiry
  return send(e, sign(SECRET, `${e}:${encoded}`));
}

export function overAnother() {
  const e = inMinutes(180); // expect: invalid-expiry
  return send(e, sign(SECRET, `${e}:${encoded}`));
}

export function hex() {
  const e = inMinutes(5);
  return send(e, inHex(SECRET, `${e}:${encoded}`));
}

export function byObject() {
  const signer = new Signer(SECRET, { ttl: 10 * 60 * 1000 });
  return fetch(URL, { headers: signer.headers(URL) });
}

export function byWrongObject() {
  const signer = new Signer(
    process.env.LR_API_KEY, // expect: invalid-digest
    { ttl: 24 * 60 * 60 * 1000 }, // expect: invalid-expiry
  );
  return fetch(URL, { headers: signer.headers(URL) });
}

export function byOwnKey(context) {
  const e = stamp(20 * 60 * 1000);
  return send(e, withOwnKey(context.env, `${e}:${encoded}`));
}

export function byOneOf(context) {
  const e = stamp(20 * 60 * 1000);
  return send(e, withOneOf(context.env, `${e}:${encoded}`));
}

export function byRightOne(context) {
  const e = stamp(20 * 60 * 1000);
  return send(e, withRightOne(context.env, `${e}:${encoded}`));
}

export function handed(context) {
  const e = stamp(20 * 60 * 1000);
  return send(e, sign(context.env.LR_API_KEY, `${e}:${encoded}`)); // expect: invalid-digest
}
