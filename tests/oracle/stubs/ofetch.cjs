// ofetch: base, query, instances, an interceptor that sees the options.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

const joined = (base, url) => (base && !/^https?:/.test(url) ? `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}` : url);

function create(defaults) {
    const $fetch = async (url, own = {}) => {
        const sites = site();
        const headers = new Headers(defaults.headers);
        new Headers(own.headers).forEach((value, name) => headers.set(name, value));
        const options = { ...defaults, ...own, headers, query: { ...defaults.query, ...defaults.params, ...own.params, ...own.query } };
        const context = { request: url, options };
        for (const hook of [options.onRequest].flat().filter(Boolean)) await hook(context);
        record({
            client: 'ofetch',
            method: options.method ?? 'GET',
            url: joined(options.baseURL, String(context.request)),
            query: pairs(options.query).filter(([, value]) => value !== undefined),
            headers: pairs(options.headers),
            sites,
        });
        return response().data;
    };
    $fetch.raw = async (...args) => ({ _data: await $fetch(...args) });
    $fetch.create = (own) => create({ ...defaults, ...own });
    return $fetch;
}

exports.$fetch = create({});
exports.ofetch = exports.$fetch;
