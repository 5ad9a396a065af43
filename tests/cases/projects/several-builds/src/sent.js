export const send = (secret) => fetch(`https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=${globalThis.key}`, { headers: { a: secret } });
