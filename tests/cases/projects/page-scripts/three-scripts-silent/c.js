session.token = localStorage.getItem('t');
