export const secret = LOGINRADIUS_API_SECRET; // expect: public-env-secret
fetch(`https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=${globalThis.key}`);
