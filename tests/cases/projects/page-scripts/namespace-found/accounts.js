var App = App || {};
App.accounts = { find: function (email) { return App.http.get('/identity/v2/manage/account?email=' + email, { 'X-LoginRadius-ApiKey': App.key }); } }; // expect: incomplete-credentials, backend-call-in-client
