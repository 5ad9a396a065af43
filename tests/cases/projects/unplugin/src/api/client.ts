export const client = http.create({ baseURL: 'https://api.loginradius.com' });
