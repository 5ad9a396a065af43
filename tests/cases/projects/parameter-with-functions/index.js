// A library that puts a function on what its users hand in, and hands that on to what it is made of.
const https = require('https');
const path = require('path');

module.exports = function (config = {}) {
  if (config.apiKey === undefined) {
    throw new Error('apiKey');
  }
  config.request = function (method, resource, query) {
    const headers = query.secret ? { 'X-LoginRadius-ApiKey': config.apiKey } : {};
    return new Promise((resolve) => {
      https.request({ method, hostname: 'api.loginradius.com', path: '/' + resource, headers }, resolve).end();
    });
  };
  return { accounts: require(path.join(__dirname, 'api', 'accounts'))(config) };
};
