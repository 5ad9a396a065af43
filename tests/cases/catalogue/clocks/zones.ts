import { createHmac } from 'node:crypto';
import moment from 'moment';
import { DateTime } from 'luxon';
import { addMinutes, format } from 'date-fns';
import dateFormat from 'dateformat';
import { toSqlUtc } from '@acme/dates';
const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LOGINRADIUS_API_KEY}`;
const sign = (expires: string) => 'SHA-256=' + createHmac('sha256', process.env.LOGINRADIUS_API_SECRET!).update(expires + ':' + encodeURIComponent(url).toLowerCase()).digest('base64');
const send = (expires: string) => fetch(url, { headers: { 'X-Request-Expires': expires, digest: sign(expires) } });
// What a function that is not known makes of a number may be a date.
export const a1 = () => send(toSqlUtc(Date.now() + 600000));
export const a2 = () => send(new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' }).format(Date.now() + 6e5));
export const a3 = () => send(dateFormat(Date.now() + 6e5, 'UTC:yyyy-mm-dd HH:MM:ss'));
export const a4 = () => send(String(Date.now() + 600000)); // expect: invalid-expiry
export const a5 = () => send(String(Math.floor(Date.now() / 1000) + 600)); // expect: invalid-expiry
export const a6 = () => send(toSqlUtc(new Date(Date.now() + 86400000))); // expect: invalid-expiry
// Zones that are given in other ways.
export const b1 = () => send(moment().add(10, 'm').utcOffset(0).format('YYYY-MM-DD HH:mm:ss'));
export const b2 = () => send(moment().utcOffset('+00:00').add(10, 'm').format('YYYY-MM-DD HH:mm:ss'));
export const b3 = () => send(DateTime.local({ zone: 'utc' }).plus({ minutes: 10 }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const b4 = () => send(DateTime.local({ locale: 'en' }).plus({ minutes: 10 }).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export function b5() { const d = addMinutes(new Date(), 10); return send(format(addMinutes(d, d.getTimezoneOffset()), 'yyyy-MM-dd HH:mm:ss')); }
export function b6() {
  const d = addMinutes(new Date(), 10);
  const u = new Date(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds());
  return send(format(u, 'yyyy-MM-dd HH:mm:ss'));
}
export const b7 = () => send(format(addMinutes(new Date(), 10), 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
