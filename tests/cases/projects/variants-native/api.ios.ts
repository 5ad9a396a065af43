export const get = (path: string) => fetch('https://api.loginradius.com' + path);
