// A small SDK in UMD form, ES5, inheritance by util.inherits-like helpers.
(function (root, factory) {
  if (typeof define === 'function' && define.amd) {
    define(['jquery'], factory);
  } else if (typeof module === 'object' && module.exports) {
    module.exports = factory(require('jquery'));
  } else {
    root.AccountSdk = factory(root.jQuery);
  }
})(this, function ($) {
  'use strict';

  var BASE = 'https://api.loginradius.com';

  function Resource(sdk) {
    this.sdk = sdk;
  }

  function AccountSdk(options) {
    var self = this;
    self.options = $.extend({ apiKey: '', locale: 'en' }, options);
    self.base = BASE;
  }

  AccountSdk.VERSION = '1.0.0';

  AccountSdk.prototype = {
    constructor: AccountSdk,

    profile: function (token) {
      var self = this;
      return $.ajax({
        url: self.base + '/identity/v2/auth/account',
        data: { apikey: self.options.apiKey },
        beforeSend: function (xhr) {
          xhr.setRequestHeader('Authorization', 'Bearer ' + token);
        }
      });
    },

    profileWithoutKey: function (token) {
      return $.ajax({ // expect: incomplete-credentials
        type: 'GET',
        url: this.base + '/identity/v2/auth/account',
        headers: { Authorization: 'Bearer ' + token }
      });
    },

    remove: function (uid) {
      var that = this;
      return $.ajax({ method: 'DELETE', url: that.base + '/identity/v2/manage/account/' + uid }) // expect: backend-call-in-client, missing-credentials
        .done(function () { that.removed = uid; })
        .fail(function (xhr) { window.console.log(xhr.status); });
    }
  };

  AccountSdk.prototype.exists = function (email, done) {
    $.getJSON(this.base + '/identity/v2/auth/email?callback=?', { apikey: this.options.apiKey, email: email }, done);
  };

  return AccountSdk;
});
