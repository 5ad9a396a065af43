export const url = (path: string) => 'https://api.loginradius.com' + path;
