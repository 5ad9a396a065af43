// More ways to write a date that is no expiry, and ones that are right.
import express from 'express';
import moment from 'moment';
import { formatISO9075 } from 'date-fns';
const url = 'https://api.loginradius.com/identity/v2/manage/account/1?apikey=k';
const send = (expires) => fetch(url, { headers: { 'X-Request-Expires': expires, digest: globalThis.sign(expires) } });

export const constant = () => send(new Date(Date.UTC(2031, 0, 1)).toISOString()); // expect: invalid-expiry
export const written = () => send(moment('2031-01-01').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const ofParts = () => {
  const d = new Date(Date.now() + 600000);
  return send(new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes())).toISOString());
};
export const nextYear = () => {
  const d = new Date();
  d.setFullYear(d.getFullYear() + 1);
  return send(d.toISOString()); // expect: invalid-expiry
};
const local = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
export const intl = () => send(local.format(new Date(Date.now() + 600000))); // expect: invalid-expiry
const utc = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });
export const intlInUtc = () => send(utc.format(new Date(Date.now() + 600000)));
export const dateFns = () => send(formatISO9075(new Date(Date.now() + 600000))); // expect: invalid-expiry
