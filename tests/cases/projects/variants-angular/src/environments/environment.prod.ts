export const environment = { base: 'https://api.loginradius.com', key: 'k' };
