// The request package with defaults, promises by hand, callbacks in callbacks.
var request = require('request');
var url = require('url');
var qs = require('querystring');
var util = require('util');
var _ = require('underscore');

var config = {
  development: { host: 'api.loginradius.com', key: process.env.LR_DEV_KEY, secret: process.env.LR_DEV_SECRET },
  production: { host: 'api.loginradius.com', key: process.env.LR_KEY, secret: process.env.LR_SECRET }
}[process.env.NODE_ENV || 'development'];

var api = request.defaults({
  baseUrl: 'https://' + config.host + '/identity/v2/manage',
  json: true,
  headers: { 'X-LoginRadius-ApiKey': config.key, 'X-LoginRadius-ApiSecret': config.secret }
});

var keyed = request.defaults({ qs: { apikey: config.key } });

exports.find = function (email, cb) {
  api.get({ uri: '/account', qs: { email: email } }, function (err, res, body) {
    if (err) return cb(err);
    api.get('/account/' + body.Uid + '/role', function (err2, res2, roles) {
      if (err2) return cb(err2);
      cb(null, _.extend({}, body, roles));
    });
  });
};

exports.remove = function (uid) {
  return new Promise(function (resolve, reject) {
    keyed.del('https://' + config.host + '/identity/v2/manage/account/' + uid, function (err, res) { // expect: incomplete-credentials
      if (err) reject(err);
      else resolve(res.statusCode);
    });
  });
};

exports.formatted = function (uid, cb) {
  var target = url.format({
    protocol: 'https:',
    hostname: config.host,
    pathname: '/identity/v2/manage/account/' + uid,
    query: { apikey: config.key }
  });
  request.get(target, cb); // expect: incomplete-credentials
};

exports.resolved = function (uid, cb) {
  var target = url.resolve('https://' + config.host, '/identity/v2/manage/account/' + uid);
  request({ url: target + '?' + qs.stringify({ apikey: config.key, apisecret: config.secret }), method: 'PUT', json: { IsActive: true } }, cb); // expect: secret-in-query
};

exports.text = function (uid, cb) {
  var target = util.format('https://%s/identity/v2/manage/account/%s?apikey=%s', config.host, uid, config.key);
  request(target, cb); // expect: incomplete-credentials
};

exports.oauth = function (token, cb) {
  request.get('https://api.loginradius.com/identity/v2/auth/account', { auth: { bearer: token }, qs: { apikey: config.key } }, cb);
};

exports.oauthHalf = function (token, cb) {
  request.get('https://api.loginradius.com/identity/v2/auth/account').auth(null, null, true, token).on('response', cb); // expect: incomplete-credentials
};

exports.legacy = function (token, cb) {
  request.get('https://api.loginradius.com/api/v2/userprofile?access_token=' + token, cb);
};

exports.validate = function (token, cb) {
  request.get({ url: 'https://api.loginradius.com/api/v2/access_token/validate', qs: { key: config.key, secret: config.secret, access_token: token } }, cb); // expect: secret-in-query
};
