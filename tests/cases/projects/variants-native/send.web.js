export const send = (path) => fetch('https://shop.example.com' + path);
