fetch(window.env.root + '/identity/v2/auth/account?apikey=k', { headers: env.headers }); // expect: incomplete-credentials
