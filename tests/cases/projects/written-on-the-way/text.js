const base = { headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } };
localStorage.setItem('x', JSON.stringify(base));
exports.f = () => fetch('https://api.loginradius.com/identity/v2/manage/account/1', base); // expect: incomplete-credentials
