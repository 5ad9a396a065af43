var ROOT = 'https://api.loginradius.com/identity/v2';
