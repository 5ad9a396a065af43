Client.prototype.find = function (email) { return this.get('/identity/v2/manage/account?email=' + email); }; // expect: incomplete-credentials, backend-call-in-client
