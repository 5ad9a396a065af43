var App = { headers: {}, go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: App.headers }); } };
