window.env = { root: 'https://api.loginradius.com', headers: {} };
