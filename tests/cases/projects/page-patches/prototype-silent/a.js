const x = new XMLHttpRequest(); x.open('GET', 'https://api.loginradius.com/identity/v2/auth/account?apikey=k'); x.send();
