// bent: a function made of a base, a method and headers in any order.
'use strict';

const { record, response, site } = require('./record.cjs');

module.exports = (...given) => {
    let method = 'GET';
    let base = '';
    let own = {};
    for (const one of given) {
        if (typeof one === 'string' && one.toUpperCase() === one) method = one;
        else if (typeof one === 'string' && /^https?:/.test(one)) base = one;
        else if (one && typeof one === 'object' && !Array.isArray(one)) own = one;
    }
    return async (url, body, headers = {}) => {
        record({ client: 'bent', method, url: base + (url ?? ''), headers: Object.entries({ ...own, ...headers }), sites: site() });
        return response();
    };
};
module.exports.default = module.exports;
