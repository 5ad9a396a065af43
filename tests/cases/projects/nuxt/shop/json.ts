export const fetchJson = (path: string) => $fetch('https://shop.example.com' + path);
