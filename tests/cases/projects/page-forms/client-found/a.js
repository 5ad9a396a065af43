var http = axios.create({ baseURL: 'https://api.loginradius.com' });
