api('/identity/v2/manage/account?email=a', { 'X-LoginRadius-ApiKey': k() }); // expect: incomplete-credentials, backend-call-in-client
