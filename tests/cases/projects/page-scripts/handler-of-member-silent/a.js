var App = { token: '', go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: App.token ? { Authorization: `Bearer ${App.token}` } : {} }); } };
