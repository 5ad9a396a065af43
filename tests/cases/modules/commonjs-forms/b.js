const a = require('./a');
exports = module.exports = function get(path) {
  return fetch(a.base + path + '?apikey=' + a.key);
};
exports.orgs = () => exports('/v2/manage/organizations'); // expect: incomplete-credentials
