// redaxios: axios in small; options and defaults are merged deeply, header names in lower case.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function merged(one, other, lower) {
    const key = (name) => (lower ? name.toLowerCase() : name);
    const out = {};
    for (const name in one) out[key(name)] = one[name];
    for (const name in other) {
        const value = other[name];
        out[key(name)] = key(name) in out && typeof value === 'object' ? merged(out[key(name)], value, name === 'headers') : value;
    }
    return out;
}

function create(defaults = {}) {
    const redaxios = async (first, second, method) => {
        const sites = site();
        const own = typeof first === 'string' ? second : first;
        const options = merged(defaults, own);
        const address = typeof first === 'string' ? first : first.url;
        const url = options.baseURL ? address.replace(/^(?!.*\/\/)\/?/, `${options.baseURL}/`) : address;
        const query = options.params ? [...new URLSearchParams(options.params)] : [];
        const headers = Object.entries(options.headers ?? {});
        if (options.auth) headers.push(['authorization', options.auth]);
        record({ client: 'redaxios', method: method ?? options.method ?? 'get', url, query, headers: pairs(headers), sites });
        return response();
    };
    for (const name of ['get', 'delete', 'head', 'options']) redaxios[name] = (url, config) => redaxios(url, config, name);
    for (const name of ['post', 'put', 'patch']) redaxios[name] = (url, data, config) => redaxios(url, config, name);
    redaxios.request = redaxios;
    redaxios.create = create;
    redaxios.defaults = defaults;
    return redaxios;
}

module.exports = create();
module.exports.default = module.exports;
