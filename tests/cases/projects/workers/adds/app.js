fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k');
