export const environment = { base: 'http://localhost:3000', key: '' };
