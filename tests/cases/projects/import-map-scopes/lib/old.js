export const get = (path) => fetch(`https://shop.example.com${path}`);
