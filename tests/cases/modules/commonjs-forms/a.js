this.key = process.env.LR_KEY;
this.base = 'https://api.loginradius.com';
