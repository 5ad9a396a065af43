fetch(ROOT + '/auth/login', { method: 'POST', headers: { 'X-LoginRadius-ApiKey': 'k1' } }); // expect: unsupported-credentials
