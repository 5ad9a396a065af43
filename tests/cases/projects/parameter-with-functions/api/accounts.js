module.exports = function (config) {
  const module = {};
  module.remove = function (uid) {
    return config.request('DELETE', 'identity/v2/manage/account/' + uid, { secret: true }); // expect: incomplete-credentials
  };
  module.find = function (uid, key, secret) {
    return config.request('GET', `identity/v2/manage/account/${uid}?apikey=${key}&apisecret=${secret}`, {}); // expect: secret-in-query
  };
  return module;
};
