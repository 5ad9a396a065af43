({ token, other } = JSON.parse(localStorage.session));
