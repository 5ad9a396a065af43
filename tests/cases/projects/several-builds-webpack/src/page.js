// The build of this one puts no secret in.
export const secret = LOGINRADIUS_API_SECRET;
fetch(`https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=${globalThis.key}`);
