exports.send = (path) => fetch('https://api.loginradius.com' + path);
