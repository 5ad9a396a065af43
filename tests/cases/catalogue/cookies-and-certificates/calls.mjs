// What the browser or TLS adds by itself opens what takes it, and half of a login that is not seen is a login all the same.
import { id } from 'elsewhere';
import fs from 'node:fs'; import https from 'node:https'; import axios from 'axios';
const s = process.env.SECRET; const B = 'https://api.ownservice.io/v1';
fetch(B + '/cookies/1'); // expect: missing-credentials
fetch(B + '/cookies/1', { credentials: 'include' });
axios.get(B + '/cookies/1', { withCredentials: true });
axios.get(B + '/cookies/1', { withCredentials: false }); // expect: missing-credentials
fetch(B + '/cookies/1', { headers: { Cookie: `sid=${s}` } });
fetch(B + '/cookies/1', { headers: { Cookie: `other=${s}` } }); // expect: missing-credentials
fetch(B + '/cookies/1', { headers: { Cookie: `other=${s}; ${id}` } });
fetch(B + '/cookies/1', { headers: { Cookie: s } });
fetch(B + '/basics/1'); // expect: missing-credentials
fetch(B + '/basics/1', { headers: { Authorization: `Basic ${btoa(id + ':' + s)}` } });
fetch(B + '/basics/1', { headers: { Authorization: `Bearer ${s}` } }); // expect: unsupported-credentials
fetch(B + '/basics/1', { headers: { Authorization: btoa(id + ':' + s) } });
fetch(B + '/certs/1');
https.get(B + '/certs/1', { cert: fs.readFileSync('c.pem'), key: fs.readFileSync('k.pem') });
fetch(B + '/either/1');
https.get(B + '/either/1', { cert: fs.readFileSync('c.pem'), key: fs.readFileSync('k.pem') });
fetch(B + '/keys/1'); // expect: missing-credentials
https.get(B + '/keys/1', { cert: fs.readFileSync('c.pem'), key: fs.readFileSync('k.pem') }); // expect: missing-credentials
fetch(B + '/keys/1', { credentials: 'include' }); // expect: missing-credentials
