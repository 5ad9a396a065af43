export const keys = { apikey: 'k', apisecret: process.env.LR_SECRET };
export default () => 'https://api.loginradius.com';
