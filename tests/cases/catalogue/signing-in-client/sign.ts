'use client';
import CryptoJS from 'crypto-js';
// Whoever signs for the API in a browser has the secret there, wherever it came from.
const url = 'https://api.loginradius.com/identity/v2/manage/account/1?apikey=k';
export function byParameter(secret: string) {
  const expires = new Date(Date.now() + 600000).toISOString().slice(0, 19).replace('T', ' ');
  const text = `${expires}:${encodeURIComponent(url).toLowerCase()}`;
  const digest = 'SHA-256=' + CryptoJS.HmacSHA256(text, secret).toString(CryptoJS.enc.Base64); // expect: client-secret-exposure
  return fetch(url, { headers: { 'X-Request-Expires': expires, digest } }); // expect: backend-call-in-client
}
export function byProperty(props: { lrApiSecret: string }) {
  const expires = new Date(Date.now() + 600000).toISOString().slice(0, 19).replace('T', ' ');
  const text = `${expires}:${encodeURIComponent(url).toLowerCase()}`;
  const digest = 'SHA-256=' + CryptoJS.HmacSHA256(text, props.lrApiSecret).toString(CryptoJS.enc.Base64); // expect: client-secret-exposure
  return fetch(url, { headers: { 'X-Request-Expires': expires, digest } }); // expect: backend-call-in-client
}
export async function signedElsewhere() {
  const { expires, digest } = await (await fetch('/api/sign')).json();
  return fetch(url, { headers: { 'X-Request-Expires': expires, digest } }); // expect: backend-call-in-client
}
// What is signed for somebody else says nothing.
export const checksum = (text: string, key: string) => CryptoJS.HmacSHA256(text, key).toString();
