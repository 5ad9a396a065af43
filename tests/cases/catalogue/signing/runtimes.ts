import { SignJWT, CompactSign, base64url } from 'jose';
import { createHmac, createHash, webcrypto, subtle } from 'node:crypto';
import * as jose from 'jose';
const KEY = process.env.LOGINRADIUS_API_KEY, SECRET = process.env.LOGINRADIUS_API_SECRET!;
const url = `https://api.loginradius.com/identity/v2/manage/account/1?apikey=${KEY}`;
const soon = () => new Date(Date.now() + 9e5).toISOString().slice(0, 19).replace('T', ' ');
const enc = (u: string) => encodeURIComponent(u).toLowerCase();
const send = (digest: string, expires: string) => fetch(url, { headers: { digest, 'X-Request-Expires': expires } });
export async function j1() { const e = soon(); const jws = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET)); return send('SHA-256=' + jws, e); } // expect: invalid-digest
export async function j2() { const e = soon(); const jws = await new CompactSign(new TextEncoder().encode(`${e}:${enc(url)}`)).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET)); return send('SHA-256=' + jws, e); } // expect: invalid-digest
export function b1() { const e = soon(); const h = new Bun.CryptoHasher('sha256', SECRET); h.update(`${e}:${enc(url)}`); return send('SHA-256=' + h.digest('base64'), e); }
export function b2() { const e = soon(); const h = new Bun.CryptoHasher('sha256'); h.update(`${e}:${enc(url)}`); return send('SHA-256=' + h.digest('base64'), e); } // expect: invalid-digest
export function b3() { const e = soon(); return send('SHA-256=' + new Bun.CryptoHasher('sha512', SECRET).update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
export function b4() { const e = soon(); return send('SHA-256=' + Bun.hash(`${e}:${enc(url)}`), e); } // expect: invalid-digest
export function b5() { const e = soon(); return send('SHA-256=' + Bun.sha(`${e}:${enc(url)}`, 'base64'), e); } // expect: invalid-digest
export function b6() { const e = soon(); return send('SHA-256=' + Bun.SHA256.hash(`${e}:${enc(url)}`, 'base64'), e); } // expect: invalid-digest
export async function w1() { const e = soon(); const k = await webcrypto.subtle.importKey('raw', Buffer.from(SECRET), { name: 'HMAC', hash: { name: 'SHA-256' } }, false, ['sign']); const s = await webcrypto.subtle.sign('HMAC', k, Buffer.from(`${e}:${enc(url)}`)); return send('SHA-256=' + Buffer.from(s).toString('base64'), e); }
export async function w2() { const e = soon(); const k = await subtle.importKey('raw', Buffer.from(SECRET), { name: 'HMAC', hash: { name: 'SHA-256' } }, false, ['sign']); const s = await subtle.sign('HMAC', k, Buffer.from(`${e}:${enc(url)}`)); return send('SHA-256=' + Buffer.from(s).toString('hex'), e); } // expect: invalid-digest
export async function w3() { const e = soon(); const k = await crypto.subtle.importKey('raw', new TextEncoder().encode(SECRET), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']); const s = await crypto.subtle.sign('HMAC', k, new TextEncoder().encode(`${e}:${enc(url)}`)); return send('SHA-256=' + btoa(String.fromCharCode(...new Uint8Array(s))), e); } // expect: invalid-digest
export async function w4() { const e = soon(); const k = await crypto.subtle.importKey('raw', new TextEncoder().encode(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']); const s = await crypto.subtle.sign('HMAC', k, new TextEncoder().encode(`${e}:${enc(url)}`)); return send('SHA-256=' + Array.from(new Uint8Array(s)).map((b) => b.toString(16).padStart(2, '0')).join(''), e); } // expect: invalid-digest
export function n1() { const e = soon(); return send(createHmac('sha256', SECRET).update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
export function n2() { const e = soon(); return send('sha256=' + createHmac('sha256', SECRET).update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
export function n3() { const e = soon(); return send('SHA-256=' + createHmac('sha256', KEY!).update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
export function n4() { const e = soon(); return send('SHA-256=' + createHash('sha256').update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
export function n5() { const e = soon(); return send('SHA-256=' + createHmac('sha256', process.env.STRIPE_SECRET!).update(`${e}:${enc(url)}`).digest('base64'), e); }
export function n6() { return send('SHA-256=' + createHmac('sha256', SECRET).update(`${soon()}:${enc(url)}`).digest('base64'), soon()); } // expect: invalid-digest
export function n7() { const e = soon(); return send('SHA-256=' + createHmac('sha256', SECRET).update(enc(url)).digest('base64'), e); } // expect: invalid-digest
export function n8() { const e = soon(); return send('SHA-256=' + createHmac('sha256', process.env.LR_CLIENT_SECRET!).update(`${e}:${enc(url)}`).digest('base64'), e); } // expect: invalid-digest
