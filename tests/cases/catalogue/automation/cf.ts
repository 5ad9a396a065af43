export default {
  async scheduled(event, env, ctx) {
    await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': env.KEY, 'X-LoginRadius-ApiSecret': env.SECRET } }); // expect: prefer-m2m
  },
};
