export const send = (path) => fetch('https://api.loginradius.com' + path);
