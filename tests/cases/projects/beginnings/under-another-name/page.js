import q from 'jquery';
q.get('https://api.loginradius.com/identity/v2/auth/account?apikey=k');
