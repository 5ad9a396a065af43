// Arrays of requests that are looped over.
import { request, Client, Pool } from 'undici';
import pMap from 'p-map';

const origin = 'https://api.loginradius.com';
const pair = new URLSearchParams([
  ['apikey', process.env.LR_KEY],
  ['apisecret', process.env.LR_SECRET],
]);

const jobs = [
  { method: 'GET', path: '/v2/manage/roles' },
  { method: 'GET', path: '/v2/manage/permissions' },
  { method: 'GET', path: '/v2/manage/organizations' },
];

for (const { method, path } of jobs) {
  const { body } = await request(`${origin}${path}?${pair}`, { method });
  console.log(path, await body.json());
}

const broken = [
  ['GET', '/v2/manage/workflows'],
  ['GET', '/v2/manage/workflows'],
];

for (const [method, path] of broken) {
  await request(`${origin}${path}?${pair}`, { method }); // expect: unsupported-credentials
}

const uids = process.argv.slice(2);

await pMap(uids, async (uid) => {
  const { statusCode } = await request(`${origin}/identity/v2/manage/account/${uid}`, {
    method: 'DELETE',
    headers: ['X-LoginRadius-ApiKey', process.env.LR_KEY, 'X-LoginRadius-ApiSecret', process.env.LR_SECRET],
  });
  console.log(uid, statusCode);
});

const client = new Client(origin);
const pool = new Pool(origin, { connections: 2 });

for (const uid of uids) {
  const { body } = await client.request({ // expect: incomplete-credentials
    method: 'GET',
    path: `/identity/v2/manage/account/${uid}/role?apikey=${process.env.LR_KEY}`,
  });
  await body.dump();
}

let page = 1;
do {
  const { body } = await pool.request({ method: 'GET', path: '/v2/manage/invitations', query: { page, ...Object.fromEntries(pair) } });
  const { Data } = await body.json();
  if (!Data.length) break;
} while (page++ < 10);

const results = await Promise.allSettled(
  uids.map((uid) => fetch(new Request(`${origin}/identity/v2/manage/account/${uid}`, { headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } }))), // expect: incomplete-credentials
);
console.log(results.filter(({ status }) => status === 'rejected').length);
