// make-fetch-happen: fetch, and fetches with headers of their own.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function create(defaults) {
    const happen = async (url, own = {}) => {
        const sites = site();
        const headers = new Headers(defaults.headers);
        for (const [name, value] of pairs(own.headers)) headers.set(name, value);
        record({ client: 'make-fetch-happen', method: own.method ?? defaults.method, url, headers: pairs(headers), sites });
        return response();
    };
    happen.defaults = (first, second = {}) => {
        const own = typeof first === 'object' ? first : second;
        return create({ ...defaults, ...own, headers: { ...defaults.headers, ...own.headers } });
    };
    return happen;
}

module.exports = create({});
module.exports.default = module.exports;
