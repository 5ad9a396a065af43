import './fetch';
export const lacksOne = () => $fetch('https://api.loginradius.com/identity/v2/manage/account/1'); // expect: incomplete-credentials
export const hasBoth = () =>
  $fetch('https://api.loginradius.com/identity/v2/manage/account/2', { headers: { 'X-LoginRadius-ApiSecret': process.env.LOGINRADIUS_SECRET } });
