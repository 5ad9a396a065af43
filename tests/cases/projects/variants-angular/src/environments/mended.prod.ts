export const mended = { base: 'https://api.loginradius.com', key: 'k', secret: process.env.LR_SECRET };
