var HEADERS = { Authorization: 'Bearer ' + localStorage.getItem('t') };
