export const get = (path) => fetch(`https://api.loginradius.com${path}`);
