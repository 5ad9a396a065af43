importScripts('keys.js', 'lib/http.js');
get('https://api.loginradius.com/identity/v2/manage/account/sott', { 'X-LoginRadius-ApiKey': KEYS.key, 'X-LoginRadius-ApiSecret': KEYS.secret }); // expect: client-secret-exposure, backend-call-in-client
