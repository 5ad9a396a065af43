// Literals, logs, plain HTTP: what is a secret and what is not.
const axios = require('axios');
const crypto = require('crypto');

const settings = {
  loginradius: {
    apiKey: '1f2e3d4c-1111-4222-8333-444455556666',
    apiSecret: '2f3e4d5c-1111-4222-8333-444455556666', // expect: hardcoded-secret
  },
  other: { apiSecret: process.env.OTHER_SECRET, clientSecret: '' },
};

const secretName = 'lr-api-secret';
const LR_API_SECRET_HEADER = 'X-LoginRadius-ApiSecret';
const fallback = process.env.LR_SECRET || 'changeme';

exports.find = (email) =>
  axios.get('https://api.loginradius.com/identity/v2/manage/account', {
    params: { email },
    headers: { 'X-LoginRadius-ApiKey': settings.loginradius.apiKey, [LR_API_SECRET_HEADER]: settings.loginradius.apiSecret },
  });

exports.placeholder = (uid) =>
  axios.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, {
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': fallback },
  });

exports.plain = (uid) =>
  axios.get(`http://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: insecure-transport
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
  });

exports.plainWithout = () => axios.get('http://api.loginradius.com/identity/v2/auth/email'); // expect: missing-credentials

exports.local = (uid) => axios.get(`http://localhost:8080/identity/v2/manage/account/${uid}?apikey=${process.env.LR_KEY}`);

exports.vault = async (client) => {
  const [version] = await client.accessSecretVersion({ name: secretName });
  return version.payload.data.toString();
};

exports.hash = (text) => crypto.createHash('sha256').update(text).digest('hex');

exports.legacyKeys = (uid) =>
  axios.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: secret-in-query
    params: {
      appkey: process.env.LR_KEY, // expect: misspelled-credential
      appsecret: process.env.LR_SECRET,
    },
  });

exports.half = (uid) =>
  axios.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: secret-in-query
    params: {
      api_key: process.env.LR_KEY, // expect: misspelled-credential
      apisecret: process.env.LR_SECRET,
    },
  });
