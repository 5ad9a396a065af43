#!/usr/bin/env node
// A nightly job over all accounts, with an async generator and retries.
import { setTimeout as sleep } from 'node:timers/promises';
import process from 'node:process';

const config = {
  base: process.env.LR_BASE_URL ?? 'https://api.loginradius.com',
  key: process.env.LR_API_KEY,
  secret: process.env.LR_API_SECRET,
};

async function withRetry(operation, attempts = 3) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await sleep(2 ** attempt * 100);
    }
  }
}

async function request(path, { method = 'GET', query = {}, body } = {}) {
  const url = new URL(path, config.base);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-loginradius-apikey': config.key,
      'x-loginradius-apisecret': config.secret,
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

async function* pages() {
  let page = 1;
  while (true) {
    const batch = await withRetry(() => request('/identity/v2/manage/account/identities', { query: { email: 'all', page } }));
    if (batch.Data.length === 0) return;
    yield batch.Data;
    page += 1;
  }
}

for await (const accounts of pages()) {
  await Promise.all(accounts.map(async ({ Uid }) => {
    await withRetry(() => request(`/identity/v2/manage/account/${Uid}`, { method: 'PUT', body: { IsActive: true } }));
    // The header pair is not taken for roles.
    await withRetry(() => request('/v2/manage/roles')); // expect: unsupported-credentials
    await withRetry(() => request(`/identity/v2/manage/account/${Uid}/rolle`)); // expect: unknown-operation
  }));
}
