// What is written as hexadecimal by hand, letters that are taken for bytes, and arguments in the wrong order.
import express from 'express';
import CryptoJS from 'crypto-js';
import { createHmac } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha256';

const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LR_API_KEY}`;
const secret = process.env.LR_API_SECRET;
const stamp = () => new Date(Date.now() + 20 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ');
const signed = async (text) => {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
};
const send = (expires, digest) => fetch(url, { headers: { 'X-Request-Expires': expires, digest } });

export const spread = async () => {
  const expires = stamp();
  const bytes = await signed(`${expires}:${encodeURIComponent(url).toLowerCase()}`);
  return send(expires, 'SHA-256=' + [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('')); // expect: invalid-digest
};
export const from = async () => {
  const expires = stamp();
  const bytes = await signed(`${expires}:${encodeURIComponent(url).toLowerCase()}`);
  return send(expires, 'SHA-256=' + Array.from(new Uint8Array(bytes)).map((b) => b.toString(16).padStart(2, '0')).join('')); // expect: invalid-digest
};
export const right = async () => {
  const expires = stamp();
  const bytes = await signed(`${expires}:${encodeURIComponent(url).toLowerCase()}`);
  return send(expires, 'SHA-256=' + btoa(String.fromCharCode(...new Uint8Array(bytes))));
};
export const letters = () => {
  const expires = stamp();
  const hex = createHmac('sha256', secret).update(`${expires}:${encodeURIComponent(url).toLowerCase()}`).digest('hex');
  return send(expires, 'SHA-256=' + Buffer.from(hex).toString('base64')); // expect: invalid-digest
};
export const lettersToo = () => {
  const expires = stamp();
  const hex = createHmac('sha256', secret).update(`${expires}:${encodeURIComponent(url).toLowerCase()}`).digest('hex');
  return send(expires, 'SHA-256=' + btoa(hex)); // expect: invalid-digest
};
export const bytes = () => {
  const expires = stamp();
  const hex = createHmac('sha256', secret).update(`${expires}:${encodeURIComponent(url).toLowerCase()}`).digest('hex');
  return send(expires, 'SHA-256=' + Buffer.from(hex, 'hex').toString('base64'));
};
export const exchanged = () => {
  const expires = stamp();
  const text = `${expires}:${encodeURIComponent(url).toLowerCase()}`;
  return send(expires, 'SHA-256=' + CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(secret, text))); // expect: invalid-digest
};
export const rightOrder = () => {
  const expires = stamp();
  const text = `${expires}:${encodeURIComponent(url).toLowerCase()}`;
  return send(expires, 'SHA-256=' + CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(text, secret)));
};
export const plain = () => {
  const expires = stamp();
  return send(expires, 'SHA-256=' + Buffer.from(sha256(`${expires}:${encodeURIComponent(url).toLowerCase()}`)).toString('base64')); // expect: invalid-digest
};
