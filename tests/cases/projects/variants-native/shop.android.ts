export const shop = (path: string) => fetch('https://other.example.com' + path);
