// needle: data goes to the query where the method has no body.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function needle(method, url, data, options, callback) {
    const sites = site();
    const own = typeof options === 'function' ? {} : options ?? {};
    const hasBody = ['post', 'put', 'patch', 'delete'].includes(method.toLowerCase());
    const headers = pairs(own.headers);
    if (own.username) headers.push(['authorization', 'x']);
    record({ client: 'needle', method, url, query: hasBody ? [] : pairs(data), headers, sites });
    callback?.(null, response());
    return Promise.resolve(response());
}
for (const method of ['get', 'head']) needle[method] = (url, options, callback) => needle(method, url, undefined, options, callback);
for (const method of ['post', 'put', 'patch', 'delete']) needle[method] = (url, data, options, callback) => needle(method, url, data, options, callback);
needle.request = needle;

// With promises, a GET or HEAD of three arguments has options in place of data, and a URL alone is got.
module.exports = (first, second, third, fourth, ...rest) => {
    if (second === undefined) return needle('get', first);
    const bodiless = ['get', 'head'].includes(first.toLowerCase());
    if (typeof third === 'function') return needle(first, second, undefined, {}, third);
    if (bodiless && fourth === undefined) return needle(first, second, undefined, third);
    return needle(first, second, third, fourth, ...rest);
};
Object.assign(module.exports, needle);
module.exports.default = module.exports;
