const API = (function () {
  const root = 'https://api.loginradius.com';
  function get(path, headers) { return fetch(root + path, { headers }); }
  return { get };
})();
