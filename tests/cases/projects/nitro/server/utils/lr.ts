export const lr = (path: string, query = {}) => $fetch('https://api.loginradius.com' + path, { query });
