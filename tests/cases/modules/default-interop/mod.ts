const request = (path: string) => fetch('https://api.loginradius.com' + path);
export default request;
