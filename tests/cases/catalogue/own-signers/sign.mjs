import { createHmac } from 'node:crypto';

export const sign = (key, text) => `SHA-256=${createHmac('sha256', key).update(text).digest('base64')}`;

export const stamp = (ms) => new Date(Date.now() + ms).toISOString().slice(0, 19).replace('T', ' ');

export const inMinutes = (minutes) => stamp(minutes * 60 * 1000);

// What it does with any key is wrong.
export const inHex = (key, text) => `SHA-256=${createHmac('sha256', key).update(text).digest('hex')}`; // expect: invalid-digest

export class Signer {
  constructor(key, { ttl }) {
    this.key = key;
    this.ttl = ttl;
  }

  headers(url) {
    const expires = stamp(this.ttl);
    return { 'X-Request-Expires': expires, digest: sign(this.key, `${expires}:${encodeURIComponent(url).toLowerCase()}`) };
  }
}

// Which member of what it is given is the key it chooses itself.
export const withOwnKey = (env, text) => `SHA-256=${createHmac('sha256', env.LR_API_KEY).update(text).digest('base64')}`; // expect: invalid-digest
export const withOneOf = ({ apiKey, ttl }, text) => `SHA-256=${createHmac('sha256', apiKey).update(text).digest('base64')}`; // expect: invalid-digest
export const withRightOne = (env, text) => `SHA-256=${createHmac('sha256', env.LR_API_SECRET).update(text).digest('base64')}`;
