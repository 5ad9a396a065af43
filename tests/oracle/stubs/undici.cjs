// undici: `request` and `fetch`.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

exports.request = async (url, options = {}) => {
    const sites = site();
    const whole = typeof url === 'object' && !(url instanceof URL) ? `${url.origin ?? ''}${url.path ?? url.pathname ?? ''}` : url;
    record({ client: 'undici', method: options.method, url: whole, query: pairs(options.query), headers: pairs(options.headers), sites });
    const given = response();
    return { ...given, body: { json: given.json, text: given.text } };
};
exports.fetch = (...args) => globalThis.fetch(...args);
exports.Headers = Headers;
exports.setGlobalDispatcher = () => {};
exports.Agent = class Agent {};
