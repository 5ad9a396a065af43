export const web = (path) => fetch('https://api.loginradius.com' + path);
