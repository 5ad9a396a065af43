var u = new URL('https://api.loginradius.com/identity/v2/auth/account'); u.searchParams.set('apikey', 'k');
fetch(u); // expect: incomplete-credentials
