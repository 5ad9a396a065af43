// What may be in a URL that is not known: its query and its fragment.
import { createServer } from 'node:http';

const ACCOUNT = 'https://api.loginradius.com/identity/v2/manage/account';

export async function GET(request) {
  const email = new URL(request.url).searchParams.get('email');
  if (!email) return new Response('', { status: 400 });
  return fetch(`${ACCOUNT}?email=${email}&apikey=${process.env.K}`); // expect: incomplete-credentials
}

createServer((request, response) => {
  const { searchParams } = new URL(request.url, `http://${request.headers.host}`);
  if (searchParams.has('uid')) {
    fetch(`${ACCOUNT}/${searchParams.get('uid')}?apikey=${process.env.K}`); // expect: incomplete-credentials
  }
  for (const [name, value] of new URL(request.url, 'http://localhost').searchParams) {
    fetch(`${ACCOUNT}?${name}=${value}`);
    fetch(`${ACCOUNT}?email=${value}&apikey=${process.env.K}`); // expect: incomplete-credentials
  }
  response.end();
});

const here = new URL(location.href);
if (here.hash) fetch(`${ACCOUNT}?email=a&apikey=b`); // expect: incomplete-credentials
if (here.search) fetch(`${ACCOUNT}?email=b&apikey=b`); // expect: incomplete-credentials
if (here.searchParams.size) fetch(`${ACCOUNT}?email=c&apikey=b`); // expect: incomplete-credentials
const { code } = Object.fromEntries(here.searchParams);
if (code) fetch(`${ACCOUNT}?email=d&apikey=b`); // expect: incomplete-credentials
// All of it goes on.
fetch(`${ACCOUNT}?${here.searchParams}`);
fetch(ACCOUNT + here.search);

// What is sent is seen all the same, as long as it is known.
export function one(uid) {
  const url = new URL(`/identity/v2/manage/account/${uid}`, 'https://api.loginradius.com');
  url.searchParams.set('apikey', process.env.K);
  return fetch(url); // expect: incomplete-credentials
}

export function complete(uid) {
  const url = new URL(`/identity/v2/manage/account/${uid}`, 'https://api.loginradius.com');
  url.searchParams.set('apikey', process.env.K);
  url.searchParams.set('apisecret', process.env.S);
  return fetch(url); // expect: secret-in-query
}

export function more(uid, others) {
  const url = new URL(`/identity/v2/manage/account/${uid}`, 'https://api.loginradius.com');
  for (const name in others) url.searchParams.set(name, others[name]);
  return fetch(url);
}

const own = new URL(`${ACCOUNT}?email=e&apikey=b`);
if (own.searchParams.get('apisecret') || own.hash) fetch(`${ACCOUNT}?email=dead&apikey=b`);
if (own.searchParams.get('apikey') && own.search) fetch(own); // expect: incomplete-credentials
