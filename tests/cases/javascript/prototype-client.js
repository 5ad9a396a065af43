// The old style: constructor function, prototype methods and callbacks.
var https = require('https');
var querystring = require('querystring');
var util = require('util');

function AccountClient(options) {
  if (!(this instanceof AccountClient)) {
    return new AccountClient(options);
  }
  this.host = 'api.loginradius.com';
  this.apiKey = options.apiKey || process.env.LOGINRADIUS_KEY;
  this.apiSecret = options.apiSecret || process.env.LOGINRADIUS_SECRET;
}

AccountClient.prototype.findByEmail = function (email, cb) {
  var self = this;
  var options = {
    hostname: self.host,
    path: '/identity/v2/manage/account?' + querystring.stringify({ email: email }),
    method: 'GET',
    headers: {
      'X-LoginRadius-ApiKey': self.apiKey,
      'X-LoginRadius-ApiSecret': self.apiSecret
    }
  };
  https.request(options, function (res) {
    var body = '';
    res.on('data', function (chunk) { body += chunk; });
    res.on('end', function () { cb(null, JSON.parse(body)); });
  }).on('error', cb).end();
};

AccountClient.prototype.remove = function (uid, cb) {
  var self = this;
  var req = https.request({ // expect: mixed-credentials
    host: self.host,
    path: '/identity/v2/manage/account/' + uid + '?apikey=' + self.apiKey,
    method: 'DELETE',
    headers: { 'X-LoginRadius-ApiSecret': self.apiSecret }
  }, function (res) {
    cb(null, res.statusCode);
  });
  req.on('error', cb);
  req.end();
};

AccountClient.prototype._send = function (method, path, cb) {
  https.request({ hostname: this.host, path: path, method: method }, function (res) {
    res.resume();
    cb(null, res.statusCode);
  }).end();
};

AccountClient.prototype.roles = function (uid, cb) {
  this._send('GET', '/identity/v2/manage/account/' + uid + '/role?apikey=' + this.apiKey, cb); // expect: incomplete-credentials
};

AccountClient.prototype.rolesAsync = util.promisify(AccountClient.prototype.roles);

module.exports = AccountClient;
