import { createApp } from 'vue';
import axios from 'axios';
import App from './App.vue';
import plugin from './plugin.js';

const app = createApp(App);
app.config.globalProperties.$api = axios.create({ baseURL: 'https://api.loginradius.com', params: { apikey: import.meta.env.VITE_KEY } });
app.config.globalProperties.$shop = axios.create({ baseURL: 'https://shop.example.com' });
app.provide('bare', axios.create({ baseURL: 'https://api.loginradius.com' })).provide('base', 'http://api.loginradius.com').use(plugin).mount('#app'); // expect: insecure-transport
