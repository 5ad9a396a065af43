(function (root, factory) {
  if (typeof define === 'function' && define.amd) define([], factory);
  else if (typeof module === 'object' && module.exports) module.exports = factory();
  else root.Less = factory();
})(this, function () {
  var headers = { 'X-LoginRadius-ApiKey': 'key' };
  return {
    headers: headers,
    go: function () {
      return fetch('https://api.loginradius.com/identity/v2/manage/account?email=b', { headers: headers }); // expect: backend-call-in-client, incomplete-credentials
    },
  };
});
