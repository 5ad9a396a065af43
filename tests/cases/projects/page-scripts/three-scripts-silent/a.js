function go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: session.token ? { Authorization: `Bearer ${session.token}` } : {} }); }
