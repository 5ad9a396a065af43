import { routeAction$, routeLoader$, server$ } from '@builder.io/qwik-city';
import { createServerFn } from '@tanstack/react-start';
import { query } from '@solidjs/router';
import { onCall, onRequest } from 'firebase-functions/v2/https';

export const useKey = routeLoader$(async () => ({ key: process.env.LR_APISECRET })); // expect: secret-in-log
export const useAction = routeAction$(async () => {
  return { key: process.env.LR_APISECRET }; // expect: secret-in-log
});
export const called = server$(function () {
  return process.env.LR_APISECRET; // expect: secret-in-log
});
export const fetched = createServerFn({ method: 'GET' }).handler(async () => ({ key: process.env.LR_APISECRET })); // expect: secret-in-log
export const checked = createServerFn()
  .validator((given: string) => given)
  .handler(async () => ({ key: process.env.LR_APISECRET })); // expect: secret-in-log
export const queried = query(async () => {
  'use server';
  return process.env.LR_APISECRET; // expect: secret-in-log
}, 'key');
export const asked = onCall(async () => ({ key: process.env.LR_APISECRET })); // expect: secret-in-log
export const requested = onRequest((req, res) => {
  res.json({ tenant: process.env.LR_APIKEY });
});
export const useTenant = routeLoader$(async () => ({ key: process.env.LR_APIKEY }));
