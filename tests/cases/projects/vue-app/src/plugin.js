import axios from 'axios';

export default {
  install(app) {
    app.config.globalProperties.$ofPlugin = axios.create({ baseURL: 'https://api.loginradius.com' });
    app.provide('ofPlugin', axios.create({ baseURL: 'https://api.loginradius.com' }));
  },
};
