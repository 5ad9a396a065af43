import { defineStore } from 'pinia';
export const useSession = defineStore('session', {
  state: () => ({ token: '', other: null, plain: { accept: 'application/json' } }),
  getters: {
    headers() { return this.token ? { Authorization: `Bearer ${this.token}` } : {}; },
    given: (state) => (state.other ? { Authorization: `Bearer ${state.other}` } : {}),
    nothing: (state) => state.plain,
  },
  actions: {
    login(t) { this.token = t; this.other = t; },
    go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: this.headers }); },
    go2() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: this.given }); },
    bad() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: this.nothing }); }, // expect: incomplete-credentials
  },
});
