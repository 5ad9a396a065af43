(function (App) {
  App.login = function (t) { App.headers.Authorization = 'Bearer ' + t; };
})(window.App = window.App || {});
