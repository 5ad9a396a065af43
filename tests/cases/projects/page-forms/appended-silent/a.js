var query = '?apikey=k';
function go() { return fetch('https://api.loginradius.com/identity/v2/auth/account' + query); }
