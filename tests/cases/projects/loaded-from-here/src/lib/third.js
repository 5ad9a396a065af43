exports.third = (path) => fetch('https://api.loginradius.com' + path);
