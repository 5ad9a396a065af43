(function (App) {
  App.http = { get: function (path, headers) { return fetch(App.base + path, { headers: headers }); } };
})(window.App = window.App || {});
