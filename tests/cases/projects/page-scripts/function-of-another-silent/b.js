function login() { token = localStorage.getItem('t'); }
