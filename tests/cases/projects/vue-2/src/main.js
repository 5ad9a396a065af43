import Vue from 'vue';
import axios from 'axios';

Vue.prototype.$api = axios.create({ baseURL: 'https://api.loginradius.com' });
Vue.prototype.$shop = axios.create({ baseURL: 'https://shop.example.com' });
new Vue({
  methods: {
    load() {
      this.$api.get('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
      this.$shop.get('/v2/manage/organizations');
    },
  },
  created() {
    this.$api('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
    this.$none('/v2/manage/organizations');
  },
});
