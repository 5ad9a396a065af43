export const token = LOGINRADIUS_M2M_TOKEN;
fetch(`https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=${globalThis.key}`);
