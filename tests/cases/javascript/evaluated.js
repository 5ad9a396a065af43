// Code in a text may change whatever is in scope where it is run.
const h = { 'X-LoginRadius-ApiKey': process.env.K };
eval('h["X-LoginRadius-ApiSecret"] = process.env.S');
fetch('https://api.loginradius.com/identity/v2/manage/account?email=a', { headers: h });
