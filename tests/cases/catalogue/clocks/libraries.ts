import axios from 'axios';
import { createHmac } from 'node:crypto';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';
import timezone from 'dayjs/plugin/timezone';
import moment from 'moment';
import momentTz from 'moment-timezone';
import { DateTime, Duration, Settings } from 'luxon';
import * as dateFns from 'date-fns';
import { add, addMinutes, addHours, format, formatISO, lightFormat, getUnixTime } from 'date-fns';
import { format as formatTz, toZonedTime, formatInTimeZone } from 'date-fns-tz';
import { UTCDate, utc as utcIn } from '@date-fns/utc';
import { Temporal } from '@js-temporal/polyfill';
import ms from 'ms';
dayjs.extend(utc); dayjs.extend(timezone);
const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LOGINRADIUS_API_KEY}`;
const sign = (expires: string) => 'SHA-256=' + createHmac('sha256', process.env.LOGINRADIUS_API_SECRET!).update(expires + ':' + encodeURIComponent(url).toLowerCase()).digest('base64');
const send = (expires: string) => axios.get(url, { headers: { 'X-Request-Expires': expires, digest: sign(expires) } });
// dayjs does not mutate
export function d1() { const now = dayjs.utc(); now.add(3, 'hour'); return send(now.format('YYYY-MM-DD HH:mm:ss')); }
export function d2() { const now = dayjs().utc(); const end = now.add(20, 'minute'); const later = now.add(10, 'day'); return [send(end.format('YYYY-MM-DD HH:mm:ss')), later]; }
export const d3 = () => send(dayjs().tz('UTC').add(20, 'm').format('YYYY-MM-DD HH:mm:ss'));
export const d4 = () => send(dayjs().add(20, 'minutes').toISOString());
export const d5 = () => send(dayjs().add(20, 'minute').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const d6 = () => send(dayjs.utc().add(1, 'day').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const d7 = () => send(String(dayjs().add(20, 'minute').unix())); // expect: invalid-expiry
export const d8 = () => send(dayjs().tz('America/New_York').add(20, 'm').format('YYYY-MM-DD HH:mm:ss'));
export const d9 = () => send(String(dayjs().add(20, 'minute').valueOf())); // expect: invalid-expiry
export function d10() { const now = dayjs(); now.utc(); return send(now.add(5, 'm').format('YYYY-MM-DD HH:mm:ss')); } // expect: invalid-expiry
// moment mutates
export function m1() { const now = moment.utc(); now.add(3, 'hours'); return send(now.format('YYYY-MM-DD HH:mm:ss')); } // expect: invalid-expiry
export function m2() { const now = moment(); now.utc(); now.add(20, 'minutes'); return send(now.format('YYYY-MM-DD HH:mm:ss')); }
export function m3() { const now = moment(); const end = now.clone().add(20, 'minutes'); now.add(5, 'days'); return send(end.utc().format('YYYY-M-D h:m:s A')); }
export const m4 = () => send(momentTz.tz('UTC').add(20, 'minutes').format('YYYY-MM-DD HH:mm:ss'));
export const m5 = () => send(momentTz().tz('Europe/Berlin').add(2, 'days').format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const m6 = () => send(moment.utc().add(moment.duration(20, 'minutes')).format('YYYY-MM-DD HH:mm:ss'));
export const m7 = () => send(moment.utc().add(moment.duration(20, 'hours')).format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const m8 = () => send(moment(Date.now() + 1200000).format('YYYY-MM-DD HH:mm:ss')); // expect: invalid-expiry
export const m9 = () => send(moment(new Date()).utc().add({ minutes: 20 }).format('YYYY-MM-DD HH:mm:ss'));
export const m10 = () => send(moment().add(20, 'minutes').utc().format('YYYY-MM-DD HH:mm:ss'));
export const m11 = () => send(moment().add(20, 'minutes').toISOString());
export const m12 = () => send(moment().subtract(20, 'minutes').utc().format('YYYY-MM-DD HH:mm:ss'));
// luxon
export const l1 = () => send(DateTime.utc().plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const l2 = () => send(DateTime.now().toUTC().plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const l3 = () => send(DateTime.local().plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const l4 = () => send(DateTime.utc().plus({ hours: 3 }).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const l5 = () => send(DateTime.utc().plus(Duration.fromObject({ minutes: 20 })).toFormat('yyyy-MM-dd HH:mm:ss'));
export const l6 = () => send(DateTime.utc().plus(Duration.fromObject({ days: 20 })).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const l7 = () => send(String(DateTime.utc().plus({ minutes: 20 }).toSeconds())); // expect: invalid-expiry
export const l8 = () => send(DateTime.now().setZone('utc').plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const l9 = () => send(DateTime.now().plus({ minutes: 20 }).toUTC().toISO()!);
export const l10 = () => send(DateTime.fromMillis(Date.now() + 20 * 60000, { zone: 'utc' }).toFormat('yyyy-MM-dd HH:mm:ss'));
export const l11 = () => send(DateTime.fromJSDate(new Date()).plus({ minutes: 20 }).toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const l12 = () => send(DateTime.now().plus({ minutes: 20 }).toSQL()!); // expect: invalid-expiry
export const l13 = () => send(DateTime.fromISO('2030-01-01').toFormat('yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export function l14() { const now = DateTime.utc(); now.plus({ days: 2 }); return send(now.toFormat('yyyy-MM-dd HH:mm:ss')); }
// date-fns
export const f1 = () => send(formatInTimeZone(addMinutes(new Date(), 20), 'UTC', 'yyyy-MM-dd HH:mm:ss'));
export const f2 = () => send(format(addMinutes(new Date(), 20), 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const f3 = () => send(format(addMinutes(new UTCDate(), 20), 'yyyy-MM-dd HH:mm:ss'));
export const f4 = () => send(dateFns.format(dateFns.add(new Date(), { minutes: 20 }), 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const f5 = () => send(addHours(new Date(), 2).toISOString()); // expect: invalid-expiry
export const f6 = () => send(add(new Date(), { minutes: 20 }).toISOString());
export const f7 = () => send(String(getUnixTime(addMinutes(new Date(), 20)))); // expect: invalid-expiry
export const f8 = () => send(lightFormat(addMinutes(new Date(), 20), 'yyyy-MM-dd HH:mm:ss')); // expect: invalid-expiry
export const f9 = () => send(formatTz(toZonedTime(addMinutes(new Date(), 20), 'UTC'), 'yyyy-MM-dd HH:mm:ss', { timeZone: 'UTC' }));
export const f10 = () => send(format(addMinutes(new Date(), 20), 'yyyy-MM-dd HH:mm:ss', { in: utcIn }));
export const f11 = () => send(dateFns.formatISO(dateFns.addMinutes(Date.now(), 20)));
// Temporal
export const t1 = () => send(Temporal.Now.instant().add({ minutes: 20 }).toString());
export const t2 = () => send(Temporal.Now.plainDateTimeISO('UTC').add({ minutes: 20 }).toString());
export const t3 = () => send(Temporal.Now.plainDateTimeISO().add({ minutes: 20 }).toString()); // expect: invalid-expiry
export const t4 = () => send(Temporal.Now.instant().add({ hours: 20 }).toString()); // expect: invalid-expiry
export const t5 = () => send(Temporal.Now.zonedDateTimeISO('UTC').add({ minutes: 20 }).toPlainDateTime().toString());
export const t7 = () => send(Temporal.Now.zonedDateTimeISO().add({ minutes: 20 }).toPlainDateTime().toString()); // expect: invalid-expiry
export function t8() { const now = Temporal.Now.instant(); now.add({ hours: 40 }); return send(now.toString()); }
// plain
export const p1 = () => send(new Date(Date.now() + ms('20m')).toISOString());
export const p2 = () => send(new Date(Date.now() + 2 * 3600e3).toISOString()); // expect: invalid-expiry
export const p3 = () => send(new Date(new Date().getTime() + 20 * 60000).toUTCString());
export const p4 = () => send(new Date(+new Date() + 20 * 60000).toISOString());
export const p5 = () => send(new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' }).format(new Date(Date.now() + 6e5)));
export const p7 = () => send((Date.now() / 1000 | 0).toString()); // expect: invalid-expiry
export const p8 = () => send(Date.now().toString()); // expect: invalid-expiry
export const p9 = () => send(new Date().setMinutes(new Date().getMinutes() + 20).toString()); // expect: invalid-expiry
export const p10 = () => send(JSON.stringify(new Date(Date.now() + 6e5)).slice(1, 20).replace('T', ' '));
export const p11 = () => send(process.env.EXPIRES!);
export const p12 = (expires: string) => send(expires);
export const p13 = () => send(`${new Date().toISOString().split('T')[0]} 23:59:59`);
export const p14 = () => send(new Date(Date.now() + 864e5).toISOString().replace(/T/, ' ').replace(/\..+/, '')); // expect: invalid-expiry
export const p15 = (d: Date) => send(d.toISOString());
