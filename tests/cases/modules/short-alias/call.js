export const account = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
  });
