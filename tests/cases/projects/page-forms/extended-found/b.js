class Accounts extends Base {
  constructor() { super('https://api.loginradius.com'); }
  find() { return this.get('/identity/v2/manage/account?email=a', { 'X-LoginRadius-ApiKey': 'k' }); } // expect: incomplete-credentials, backend-call-in-client
}
new Accounts().find();
