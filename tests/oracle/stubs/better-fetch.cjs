// @better-fetch/fetch: a URL and options, and functions with options of their own.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

async function send(url, options, sites) {
    const headers = new Headers();
    for (const [name, value] of pairs(options.headers)) if (value !== undefined && value !== null) headers.set(name, value);
    if (options.auth) headers.set('authorization', 'x');
    const base = options.baseURL;
    record({
        client: 'better-fetch',
        method: options.method ?? (options.body ? 'POST' : 'GET'),
        url: base && !url.startsWith('http') ? `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}` : url,
        query: pairs(options.query).filter(([, value]) => value !== undefined && value !== null),
        headers: pairs(headers),
        sites,
    });
    return { data: response().data, error: null };
}

exports.betterFetch = (url, options = {}) => send(url, options, site());
exports.createFetch = (own = {}) => (url, options = {}) => send(url, { ...own, ...options, headers: { ...own.headers, ...options.headers } }, site());
