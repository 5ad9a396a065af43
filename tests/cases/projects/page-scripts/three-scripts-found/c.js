session.name = localStorage.getItem('t');
