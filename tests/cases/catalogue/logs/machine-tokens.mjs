import express from 'express';
import axios from 'axios';

const url = 'https://acme.hub.loginradius.com/service/oauth/token';
const own = { client_id: process.env.LR_CLIENT_ID, client_secret: process.env.LR_CLIENT_SECRET };

const { data } = await axios.post(url, { ...own, grant_type: 'client_credentials' });
console.log(data.access_token); // expect: secret-in-log
const bearer = data.access_token;
console.log(`got ${bearer}`); // expect: secret-in-log
const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ ...own, grant_type: 'client_credentials' }) });
const parsed = await answer.json();
express().get('/token', (req, res) => res.json({ token: parsed.access_token })); // expect: secret-in-log

console.log(data.token_type, data.expires_in, data.access_token.length, Boolean(data.access_token), data.access_token.slice(0, 4));
const user = await axios.post(url, { ...own, grant_type: 'authorization_code', code: process.argv[2] });
console.log(user.data.access_token);
