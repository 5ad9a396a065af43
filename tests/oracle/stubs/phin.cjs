// phin: a URL, or options with one.
'use strict';

const { record, response, site } = require('./record.cjs');

module.exports = async (given) => {
    const sites = site();
    const options = typeof given === 'string' ? { url: given } : given;
    record({ client: 'phin', method: options.method ?? 'GET', url: options.url, headers: Object.entries(options.headers ?? {}), sites });
    return response();
};
module.exports.default = module.exports;
