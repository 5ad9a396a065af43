import { createHmac } from 'node:crypto';
import moment from 'moment-timezone';
moment.tz.setDefault('UTC');
const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.LOGINRADIUS_API_KEY}`;
const sign = (expires: string) => 'SHA-256=' + createHmac('sha256', process.env.LOGINRADIUS_API_SECRET!).update(expires + ':' + encodeURIComponent(url).toLowerCase()).digest('base64');
const send = (expires: string) => fetch(url, { headers: { 'X-Request-Expires': expires, digest: sign(expires) } });
// Tests say it for themselves: of the other files nothing is known for it.
export const a = () => send(moment().add(10, 'm').format('YYYY-MM-DD HH'));
export const b = () => send(String(Date.now() + 600000)); // expect: invalid-expiry
