(function (root, factory) {
  if (typeof exports === 'object' && typeof module !== 'undefined') factory(require('./api'), require('./less'));
  else factory(root.Api);
})(this, function (Api, Less) {
  Api.headers['X-LoginRadius-ApiSecret'] = localStorage.getItem('s'); // expect: client-secret-exposure
  if (Less) Less.headers['X-LoginRadius-ApiSecret'] = localStorage.getItem('s');
});
