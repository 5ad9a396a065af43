const { secret } = useRuntimeConfig();
export const lr = $fetch.create({ baseURL: 'https://api.loginradius.com' });
export const withBoth = $fetch.create({
  baseURL: 'https://api.loginradius.com',
  query: { apikey: secret.key, apisecret: secret.apisecret },
});
