window.token = localStorage.getItem('t');
