const Agenda = require('agenda');
const agenda = new Agenda();
agenda.define('x', async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY, 'X-LoginRadius-ApiSecret': process.env.SECRET } }); // expect: prefer-m2m
});
