window.Api.headers.Authorization = 'Bearer ' + localStorage.getItem('t');
