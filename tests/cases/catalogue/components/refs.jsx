import { useRef } from 'react';
import axios from 'axios';
const ME = 'https://api.loginradius.com/identity/v2/auth/account?apikey=k';
export function A() { const h = useRef({ Authorization: 'Bearer ' + localStorage.t }); return fetch(ME, { headers: h.current }); }
export function B() { const h = useRef(null); h.current ??= { Authorization: 'Bearer ' + localStorage.t }; return fetch(ME, { headers: h.current }); }
export function C() { const h = useRef({}); h.current.Authorization = 'Bearer ' + localStorage.t; return fetch(ME, { headers: { ...h.current } }); }
export function D() { const h = useRef({ 'X-Trace': '1' }); return fetch(ME, { headers: h.current }); } // expect: incomplete-credentials
export function E() { const a = useRef(null); a.current ??= axios.create({ baseURL: 'https://api.loginradius.com' }); return a.current.get('/identity/v2/auth/account', { params: { apikey: 'k' } }); } // expect: incomplete-credentials
