export const send = (path: string) => $fetch('https://shop.example.com' + path);
