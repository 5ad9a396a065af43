Deno.cron('x', '0 * * * *', async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': Deno.env.get('KEY')!, 'X-LoginRadius-ApiSecret': Deno.env.get('SECRET')! } }); // expect: prefer-m2m
});
