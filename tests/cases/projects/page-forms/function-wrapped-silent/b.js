const old = window.headers;
window.headers = function () { return Object.assign(old(), { Authorization: 'Bearer ' + localStorage.getItem('t') }); };
