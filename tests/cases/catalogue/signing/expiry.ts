import axios from 'axios';
import { createHmac } from 'node:crypto';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';
import moment from 'moment';
import { DateTime } from 'luxon';
import { addMinutes, addDays, format, formatISO } from 'date-fns';
import { formatInTimeZone } from 'date-fns-tz';

dayjs.extend(utc);

const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LOGINRADIUS_API_KEY}`;
const sign = (expires: string) =>
  'SHA-256=' + createHmac('sha256', process.env.LOGINRADIUS_API_SECRET!).update(expires + ':' + encodeURIComponent(url).toLowerCase()).digest('base64');
const send = (expires: string) => axios.get(url, { headers: { 'X-Request-Expires': expires, digest: sign(expires) } });
const TTL_MINUTES = 30;
const DAY = 24 * 60 * 60 * 1000;
const two = (part: number) => String(part).padStart(2, '0');

// Right.
export const iso = () => send(new Date(Date.now() + TTL_MINUTES * 60_000).toISOString().slice(0, 19).replace('T', ' '));
export const luxon = () => send(DateTime.utc().plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const luxonZone = () => send(DateTime.now().plus({ minutes: 20 }).setZone('utc').toFormat('yyyy-MM-dd HH:mm:ss'));
export const dayjsUtc = () => send(dayjs().utc().add(20, 'minute').format('YYYY-MM-DD HH:mm:ss'));
export const dayjsOther = () => send(dayjs.utc().add(1, 'hour').format('YYYY-MM-DD HH:mm:ss'));
export const momentUtc = () => send(moment().utc().add(10, 'm').format('YYYY-M-D h:m:s A'));
export const zoned = () => send(formatInTimeZone(addMinutes(new Date(), 15), 'UTC', 'yyyy-MM-dd HH:mm:ss'));
export const asked = (minutes: number) => send(new Date(Date.now() + minutes * 60_000).toISOString());
export const locale = () => send(new Date(Date.now() + 60_000).toLocaleString('en-US', { timeZone: 'UTC' }));
export function getters() {
  const end = new Date();
  end.setUTCMinutes(end.getUTCMinutes() + 20);
  return send(`${end.getUTCFullYear()}-${two(end.getUTCMonth() + 1)}-${two(end.getUTCDate())} ${two(end.getUTCHours())}:${two(end.getUTCMinutes())}:${two(end.getUTCSeconds())}`);
}
export function shifted() {
  const now = new Date();
  const end = new Date(now.getTime() + now.getTimezoneOffset() * 60000 + 1200000);
  return send(`${end.getFullYear()}-${end.getMonth() + 1}-${end.getDate()} ${end.getHours()}:${end.getMinutes()}:${end.getSeconds()}`);
}

// Wrong.
export const constant = () => send('2030-01-01 00:00:00'); // expect: invalid-expiry
export const parsed = () => send(new Date('2030-01-01').toISOString()); // expect: invalid-expiry
export const epoch = () => send(`${Math.floor(Date.now() / 1000) + 1200}`); // expect: invalid-expiry
export const millis = () => send(String(Date.now() + 1200000)); // expect: invalid-expiry
export const unix = () => send(String(moment().add(5, 'minutes').unix())); // expect: invalid-expiry
export const day = () => send(new Date(Date.now() + DAY).toISOString().slice(0, 19)); // expect: invalid-expiry
export const twoHours = () => send(dayjs.utc().add(2, 'hour').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const days = () => send(formatInTimeZone(addDays(new Date(), 1), 'UTC', 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const local = () => send(format(addMinutes(new Date(), 15), 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const momentLocal = () => send(moment().add(20, 'minutes').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const luxonLocal = () => send(DateTime.now().plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const localString = () => send(new Date(Date.now() + 600000).toLocaleString()); // expect: invalid-expiry
export function localGetters() {
  const end = new Date();
  end.setMinutes(end.getMinutes() + 20);
  return send(`${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())} ${two(end.getHours())}:${two(end.getMinutes())}:00`); // expect: invalid-expiry
}
export function tomorrow() {
  const end = new Date();
  end.setDate(end.getDate() + 1);
  return send(end.toISOString().replace('T', ' ').slice(0, 19)); // expect: invalid-expiry
}
