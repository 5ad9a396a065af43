export default { apikey: process.env.K, apisecret: process.env.S };
export const only = { apikey: process.env.K };
