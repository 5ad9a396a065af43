// got: prefix, search parameters, extended instances, hooks.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

const lower = (headers) => Object.fromEntries(pairs(headers).map(([name, value]) => [name.toLowerCase(), value]));

function merge(one, other = {}) {
    const hooks = [...(one.hooks?.beforeRequest ?? []), ...(other.hooks?.beforeRequest ?? [])];
    return {
        ...one,
        ...Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined)),
        headers: { ...lower(one.headers), ...lower(other.headers) },
        searchParams: other.searchParams ?? one.searchParams,
        hooks: { beforeRequest: hooks },
    };
}

function create(defaults) {
    const send = (url, options, sites) => {
        const merged = merge(defaults, typeof url === 'object' && !(url instanceof URL) ? url : options);
        const target = typeof url === 'object' && !(url instanceof URL) ? merged.url : url;
        const prefix = merged.prefixUrl ? String(merged.prefixUrl).replace(/\/?$/, '/') : '';
        const whole = new URL(prefix && !/^https?:/.test(String(target)) ? prefix + target : String(target));
        if (merged.searchParams !== undefined) {
            const search = pairs(merged.searchParams).filter(([, value]) => value !== undefined);
            whole.search = new URLSearchParams(search.map(([name, value]) => [name, value ?? ''])).toString();
        }
        if (merged.username || merged.password) merged.headers.authorization = 'Basic x';
        const promise = (async () => {
            const context = { ...merged, url: whole, headers: merged.headers };
            for (const hook of merged.hooks.beforeRequest) await hook(context);
            record({
                client: 'got',
                method: merged.method ?? 'GET',
                url: context.url,
                headers: pairs(context.headers).filter(([, value]) => value !== undefined && value !== null),
                sites,
            });
            return response();
        })();
        promise.json = async () => (await promise).body;
        promise.text = async () => JSON.stringify((await promise).body);
        return promise;
    };
    const got = (url, options) => send(url, options, site());
    for (const method of ['get', 'post', 'put', 'patch', 'head', 'delete']) {
        got[method] = (url, options) => send(url, { ...options, method: method.toUpperCase() }, site());
    }
    got.extend = (...all) => create(all.reduce((one, other) => merge(one, other), defaults));
    return got;
}

module.exports = create({ hooks: { beforeRequest: [] } });
module.exports.default = module.exports;
module.exports.got = module.exports;
