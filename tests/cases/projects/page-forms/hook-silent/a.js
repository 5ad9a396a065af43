var onRequest;
function setHook(h) { onRequest = h; }
function go() { var o = { headers: {} }; if (onRequest) onRequest(o); return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', o); }
