setHook(function (o) { o.headers.Authorization = 'Bearer ' + localStorage.getItem('t'); });
