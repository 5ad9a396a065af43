// Packages that are `fetch` under other names.
'use strict';

const { fetch: own } = require('./fetch.cjs');

module.exports = own;
Object.assign(module.exports, { default: own, fetch: own, Headers, Request, Response });
