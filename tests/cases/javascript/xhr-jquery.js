/* global $, jQuery */
// Pages of the old kind.
(function ($, window, document) {
  var settings = window.settings || { apikey: '' };

  function xhr(method, url, headers, done) {
    var req = new XMLHttpRequest();
    req.open(method, url, true);
    for (var name in headers) {
      req.setRequestHeader(name, headers[name]);
    }
    req.onreadystatechange = function () {
      if (req.readyState === 4 && req.status === 200) {
        done(JSON.parse(req.responseText));
      }
    };
    req.send();
  }

  function onProfile(token) {
    xhr('GET', 'https://api.loginradius.com/identity/v2/auth/account?apikey=' + settings.apikey, { Authorization: 'Bearer ' + token }, function (profile) {
      $('#name').text(profile.FirstName);
    });
  }

  function onDelete(uid) {
    var token = window.localStorage.getItem('token');
    xhr('DELETE', 'https://api.loginradius.com/identity/v2/manage/account/' + uid, { Authorization: 'Bearer ' + token }, function () { // expect: bearer-only
      $('#row-' + uid).remove();
    });
  }

  function check(email) {
    $.get('https://api.loginradius.com/identity/v2/auth/email', { apikey: settings.apikey, email: email }, function (r) {
      $('#taken').toggle(r.IsExist);
    }, 'json');
  }

  function login(email, password) {
    $.ajax({
      url: 'https://api.loginradius.com/identity/v2/auth/login?' + $.param({ apikey: settings.apikey }),
      type: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ email: email, password: password }),
      success: function (response) {
        onProfile(response.access_token);
      }
    });
  }

  function loginWithoutKey(email, password) {
    $.post('https://api.loginradius.com/identity/v2/auth/login', JSON.stringify({ email: email, password: password })); // expect: missing-credentials
  }

  function loginInsecure(email, password) {
    return $.ajax('http://api.loginradius.com/identity/v2/auth/login?apikey=' + settings.apikey, { // expect: insecure-transport
      method: 'POST',
      data: JSON.stringify({ email: email, password: password })
    });
  }

  $(document).ready(function () {
    $('#check').on('click', function () { check($('#email').val()); });
    $('#login').on('submit', function (e) {
      e.preventDefault();
      login($('#email').val(), $('#password').val());
      loginWithoutKey($('#email').val(), '');
      loginInsecure($('#email').val(), '');
    });
    $('.delete').each(function () {
      var uid = $(this).data('uid');
      $(this).click(function () { onDelete(uid); });
    });
  });
})(jQuery, window, document);
