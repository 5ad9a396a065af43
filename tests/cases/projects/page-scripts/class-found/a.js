class Api {
  constructor(key) { this.key = key; }
  find(email) { return fetch('https://api.loginradius.com/identity/v2/manage/account?email=' + email, { headers: { 'X-LoginRadius-ApiKey': this.key } }); } // expect: incomplete-credentials, backend-call-in-client
}
