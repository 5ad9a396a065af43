export const brand = (path: string) => $fetch('https://api.loginradius.com' + path);
