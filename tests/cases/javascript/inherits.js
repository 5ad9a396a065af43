// Constructor functions that inherit from one another.
var util = require('util');
var EventEmitter = require('events').EventEmitter;
var request = require('request');

function BaseClient(opts) {
  EventEmitter.call(this);
  opts = opts || {};
  this.baseUrl = 'https://api.loginradius.com';
  this.key = opts.key || process.env.LR_KEY;
  this.secret = opts.secret || process.env.LR_SECRET;
}
util.inherits(BaseClient, EventEmitter);

BaseClient.prototype.call = function (verb, path, qs, done) {
  var self = this;
  request({ url: self.baseUrl + path, method: verb, qs: qs, json: true }, function (err, response, body) {
    if (err) {
      self.emit('error', err);
      return done(err);
    }
    done(null, body);
  });
};

function RoleClient(opts) {
  BaseClient.call(this, opts);
}
util.inherits(RoleClient, BaseClient);

RoleClient.prototype.all = function (done) {
  this.call('GET', '/v2/manage/roles', { apikey: this.key, apisecret: this.secret }, done);
};

RoleClient.prototype.ofUser = function (uid, done) {
  this.call('GET', '/identity/v2/manage/account/' + uid + '/role', { apikey: this.key, apisecret: this.secret }, done); // expect: secret-in-query
};

RoleClient.prototype.remove = function (id, done) {
  this.call('DELETE', '/v2/manage/roles/' + id, { apikey: this.key }, done); // expect: incomplete-credentials
};

RoleClient.prototype.rename = function (id, name, done) {
  this.call('PATCH', '/v2/manage/roles/' + id, { apikey: this.key, apisecret: this.secret, name: name }, done); // expect: unknown-operation
};

module.exports = { RoleClient: RoleClient };
