// What tests change for themselves changes nothing of the program.
export const account = () => fetch('https://api.loginradius.com/identity/v2/manage/account/1'); // expect: missing-credentials
