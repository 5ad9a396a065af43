// urllib: `data` is the query of a GET.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

exports.request = async (url, options = {}) => {
    const sites = site();
    const method = (options.method ?? options.type ?? 'GET').toUpperCase();
    const headers = Object.entries(options.headers ?? {}).filter(([, value]) => value !== undefined);
    if (options.auth) headers.push(['authorization', 'x']);
    record({ client: 'urllib', method, url, query: ['GET', 'HEAD'].includes(method) ? pairs(options.data) : [], headers, sites });
    return response();
};
exports.curl = exports.request;
exports.default = exports;
