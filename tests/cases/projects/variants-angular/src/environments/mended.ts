export const mended = { base: 'https://shop.example.com', key: '', secret: '' };
