function headers() { return { Authorization: 'Bearer ' + localStorage.getItem('t') }; }
