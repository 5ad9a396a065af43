import { createHmac } from 'node:crypto';

const url = 'https://api.parcels.example/v1/depots';
const soon = () => Math.floor(Date.now() / 1000) + 300;
const send = (signature, expires) =>
  fetch(url, { headers: { 'X-Parcels-Key': process.env.PARCELS_KEY, 'X-Parcels-Signature': signature, 'X-Parcels-Expires': expires } });

export function right() {
  const expires = String(soon());
  return send(createHmac('sha512', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('hex'), expires);
}

export function base64() {
  const expires = String(soon());
  return send(createHmac('sha512', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('base64'), expires); // expect: invalid-digest
}

export function sha256() {
  const expires = String(soon());
  return send(createHmac('sha256', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('hex'), expires); // expect: invalid-digest
}

export function otherKey() {
  const expires = String(soon());
  return send(createHmac('sha512', process.env.PARCELS_KEY).update(`${expires}.${url}`).digest('hex'), expires); // expect: invalid-digest
}

export function milliseconds() {
  const expires = String(Date.now() + 300_000); // expect: invalid-expiry
  return send(createHmac('sha512', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('hex'), expires);
}

export function date() {
  const expires = new Date(Date.now() + 300_000).toISOString(); // expect: invalid-expiry
  return send(createHmac('sha512', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('hex'), expires);
}

export function tooFar() {
  const expires = String(Math.floor(Date.now() / 1000) + 3600); // expect: invalid-expiry
  return send(createHmac('sha512', process.env.PARCELS_SECRET).update(`${expires}.${url}`).digest('hex'), expires);
}
