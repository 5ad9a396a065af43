var headers = { Authorization: 'Bearer ' + localStorage.getItem('t') };
