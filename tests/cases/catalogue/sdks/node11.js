const config = { apiDomain: 'api.loginradius.com', apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };
const lr = require('loginradius-sdk')(config);

lr.accountApi.getAccountProfileByUid('uid').then((user) => user);
lr.authenticationApi.getProfileByAccessToken('token', '');
lr.authenticationApi.getProfileByAccessToken(); // expect: incomplete-credentials
lr.webHookApi.getWebhookSubscriptionDetail('hook');
lr.socialApi.exchangeAccessToken('token');

const { accountApi } = lr;
accountApi.deleteAccountByUid('uid');

const half = require('loginradius-sdk')({ apiKey: process.env.LR_API_KEY });
half.accountApi.getAccountProfileByUid('uid'); // expect: incomplete-credentials

const wrong = require('loginradius-sdk')({ apiKey: process.env.LR_API_KEY, apisecret: process.env.LR_API_SECRET }); // expect: misspelled-credential
wrong.accountApi.getAccountProfileByUid('uid');

const written = require('loginradius-sdk')({
  apiKey: 'e5b1c7a0-9d2f-4c3e-8b6a-1f0e2d3c4b5a',
  apiSecret: '7d1c3a52-9b40-4f6e-8a17-5c2e0d9b6f34', // expect: hardcoded-secret
});
written.roleApi.getRolesList();

const signed = require('loginradius-sdk')({ ...config, apiRequestSigning: true });
signed.accountApi.getAccountProfileByUid('uid');

module.exports = (options) => require('loginradius-sdk')(options).accountApi.getAccountProfileByUid('uid');
