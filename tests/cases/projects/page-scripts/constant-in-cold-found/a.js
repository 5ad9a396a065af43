var ROOT = 'https://api.loginradius.com';
