export const send = (path: string) => fetch('https://api.loginradius.com' + path);
