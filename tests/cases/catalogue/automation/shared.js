const headers = { 'X-LoginRadius-ApiKey': process.env.LR_API_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET };

exports.find = (uid) => fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { headers });
