// What tests mock is sent all the same where the program runs.
export const remove = (uid, key) =>
  fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: incomplete-credentials
    method: 'DELETE',
    headers: { 'X-LoginRadius-ApiKey': key },
  });
