export const all = (path: string) => $fetch('https://shop.example.com' + path);
