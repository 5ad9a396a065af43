export const all = (path: string) => $fetch('https://api.loginradius.com' + path);
