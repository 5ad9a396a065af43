Vue.createApp({ data() { return { headers: {} }; }, methods: { go() { return fetch('https://api.loginradius.com/identity/v2/auth/account?apikey=k', { headers: this.headers }); } } }).mount('#app');
