var api = { headers: function () { return {}; }, go: function () { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: api.headers() }); } };
