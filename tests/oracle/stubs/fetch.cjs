// `fetch` as packages have it: not the global, which programs may patch.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

exports.fetch = async function fetch(input, init) {
    const sites = site();
    const made = input instanceof Request ? input : undefined;
    const headers = new Headers(init?.headers ?? made?.headers);
    record({ client: 'fetch', method: init?.method ?? made?.method, url: made ? made.url : input, headers: pairs(headers), sites });
    return response();
};
