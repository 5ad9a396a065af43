api.headers = function () { return { Authorization: 'Bearer ' + localStorage.getItem('t') }; };
