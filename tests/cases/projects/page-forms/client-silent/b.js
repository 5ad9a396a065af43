http.interceptors.request.use(function (c) { c.headers.Authorization = 'Bearer ' + localStorage.t; return c; });
