(function (App) {
  App.headers = {};
  App.find = function () { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: App.headers }); };
})(window.App = window.App || {});
