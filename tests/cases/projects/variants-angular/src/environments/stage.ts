export const keys = { apikey: 'k' };
