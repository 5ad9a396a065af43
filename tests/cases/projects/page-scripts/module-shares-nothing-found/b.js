token = localStorage.getItem('t');
