"use strict";
var _interopRequireDefault = require("@babel/runtime/helpers/interopRequireDefault");
var _asyncToGenerator2 = _interopRequireDefault(require("@babel/runtime/helpers/asyncToGenerator"));
var _axios = _interopRequireDefault(require("axios"));
var _index = require("./index");
var all = exports.all = function () {
  var _ref = (0, _asyncToGenerator2["default"])(function* () {
    return _axios.default.get(_index.base + '/v2/manage/organizations', { params: { apikey: _index.key } }); // expect: incomplete-credentials
  });
  return function all() {
    return _ref.apply(this, arguments);
  };
}();
