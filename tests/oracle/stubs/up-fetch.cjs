// up-fetch: defaults that a function gives, and the fetch that it is made of.
'use strict';

const { pairs } = require('./record.cjs');

exports.up = (fetch, defaultsOf = () => ({})) => async (given, own = {}) => {
    const defaults = defaultsOf(given, own);
    const headers = new Headers();
    for (const map of [defaults.headers, own.headers]) {
        for (const [name, value] of pairs(map)) {
            if (value === undefined || value === null) headers.delete(name);
            else headers.set(name, value);
        }
    }
    const text = String(given?.href ?? given);
    const inUrl = [...new URL(text, 'http://a').searchParams.keys()];
    const kept = Object.fromEntries(Object.entries(defaults.params ?? {}).filter(([name]) => !inUrl.includes(name)));
    const params = Object.entries({ ...kept, ...own.params }).filter(([, value]) => value !== undefined);
    const { baseUrl } = { ...defaults, ...own };
    let url = /^https?:\/\//.test(text) || !baseUrl ? text : `${baseUrl.replace(/\/$/, '')}/${text.replace(/^\//, '')}`;
    if (params.length > 0) url += (url.includes('?') ? '&' : '?') + new URLSearchParams(params);
    await fetch(url, { method: own.method ?? defaults.method, headers });
    return {};
};
exports.createFetch = exports.up;
