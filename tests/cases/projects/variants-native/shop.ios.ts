export const shop = (path: string) => fetch('https://shop.example.com' + path);
