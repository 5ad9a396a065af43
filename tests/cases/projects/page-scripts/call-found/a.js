function api(path, headers) { return fetch('https://api.loginradius.com' + path, { headers }); }
