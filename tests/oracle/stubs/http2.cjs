// node:http2: a session of one origin; method and path are headers of their own.
'use strict';

const { EventEmitter } = require('node:events');
const { record, site } = require('./record.cjs');

exports.connect = (origin) => Object.assign(new EventEmitter(), {
    request(headers = {}) {
        const all = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
        record({ client: 'http2', method: headers[':method'] ?? 'GET', url: String(origin).replace(/\/$/, '') + (headers[':path'] ?? '/'), headers: all, sites: site() });
        return Object.assign(new EventEmitter(), { end() {}, setEncoding() {} });
    },
    close() {},
    destroy() {},
});
exports.default = exports;
