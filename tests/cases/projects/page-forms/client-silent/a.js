var http = axios.create({ baseURL: 'https://api.loginradius.com' });
function me() { return http.get('/identity/v2/auth/account?apikey=k'); }
