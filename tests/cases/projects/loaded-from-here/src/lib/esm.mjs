export const esm = (path) => fetch('https://api.loginradius.com' + path);
