export const account = (uid) => {
  const query = new URLSearchParams({ apikey: process.env.REACT_APP_KEY, apisecret: process.env.REACT_APP_SECRET }); // expect: public-env-secret
  return fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}?${query}`);
};
