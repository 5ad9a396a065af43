const axios = require('axios');
const client = axios.create({ baseURL: 'https://api.loginradius.com/identity/v2/manage' });
client.interceptors.request.use((request) => {
  request.headers['X-LoginRadius-ApiSecret'] = process.env.LR_SECRET;
  console.log('request', request.headers); // expect: secret-in-log
  return request;
});
exports.byEmail = (email) => client.get('/account', { params: { email } }); // expect: incomplete-credentials
exports.byPhone = (phone) => client.get('/account', { params: { phone } }); // expect: incomplete-credentials
