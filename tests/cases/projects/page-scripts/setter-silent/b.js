setAuth(localStorage.getItem('t'));
