import { define } from 'pkg';
const url = 'https://api.loginradius.com/identity/v2/auth/account?apikey=k';
export default define({
  go() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); },
  bad() { return fetch(url, { headers: { accept: this.kind } }); }, // expect: incomplete-credentials
  helpers: { headers() { return this.token ? { Authorization: `Bearer ${this.token}` } : {}; } },
  go2() { return fetch(url, { headers: this.helpers.headers() }); },
});
const own = { bad() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); } }; // expect: incomplete-credentials
own.bad();
