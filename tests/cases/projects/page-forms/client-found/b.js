function me() { return http.get('/identity/v2/auth/account?apikey=k'); } // expect: incomplete-credentials
