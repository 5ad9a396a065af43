// The shell adds to what its pages send, not to what others do.
export const mine = () => fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k');
