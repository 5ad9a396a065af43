export default defineNuxtPlugin(() => ({ provide: { api: $fetch.create({ baseURL: 'https://api.loginradius.com' }) } }));
