function go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: typeof TOKEN !== 'undefined' ? { Authorization: 'Bearer ' + TOKEN } : {} }); }
