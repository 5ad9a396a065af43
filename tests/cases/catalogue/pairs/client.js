'use client';
import axios from 'axios';
// What everybody may know is no secret in a pair either, however that is encoded.
const E = 'https://api.payrail.io/v1/tokens';
const PK = 'ppk_live_4bHq8ZtYw2NcVx6LmKs9Re';
const post = (Authorization) => ({ method: 'POST', headers: { Authorization } });
export const joined = () => fetch(E, post('Basic ' + btoa(PK + ':')));
export const template = () => fetch(E, post(`Basic ${btoa(`${PK}:`)}`));
export const whole = () => fetch(E, post('Basic ' + btoa('ppk_live_4bHq8ZtYw2NcVx6LmKs9Re:')));
export const option = () => axios.post(E, {}, { auth: { username: PK, password: '' } });
export const bytes = () => fetch(E, post('Basic ' + Buffer.from(`${PK}:`).toString('base64')));
