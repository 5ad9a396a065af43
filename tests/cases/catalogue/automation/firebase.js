const { onSchedule } = require('firebase-functions/v2/scheduler');
exports.a = onSchedule('every day 00:00', async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY, 'X-LoginRadius-ApiSecret': process.env.SECRET } }); // expect: prefer-m2m
});
