addEventListener('fetch', (event) => event.respondWith(handle(event.request)));
async function handle(request) {
  return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: new Headers() }); // expect: incomplete-credentials
}
