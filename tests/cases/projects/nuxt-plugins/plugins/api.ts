export default defineNuxtPlugin((nuxtApp) => {
  const api = $fetch.create({ baseURL: 'https://api.loginradius.com', query: { apikey: useRuntimeConfig().public.tenant } });
  nuxtApp.provide('bare', $fetch.create({ baseURL: 'https://api.loginradius.com' }));
  return { provide: { api, twice: api } };
});
