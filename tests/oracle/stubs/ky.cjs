// ky: prefix, search parameters, instances, hooks that see a request.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function merge(one, other = {}) {
    const headers = new Headers(one.headers);
    for (const [name, value] of pairs(other.headers)) {
        if (value === undefined) headers.delete(name);
        else headers.set(name, value);
    }
    return {
        ...one,
        ...Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined)),
        headers,
        hooks: { beforeRequest: [...(one.hooks?.beforeRequest ?? []), ...(other.hooks?.beforeRequest ?? [])] },
    };
}

function create(defaults) {
    const send = (url, options, sites) => {
        const merged = merge(defaults, options);
        const prefix = merged.prefixUrl ? String(merged.prefixUrl).replace(/\/?$/, '/') : '';
        const whole = new URL(prefix + String(url));
        if (merged.searchParams !== undefined) {
            const search = typeof merged.searchParams === 'string' ? merged.searchParams : new URLSearchParams(pairs(merged.searchParams).filter(([, value]) => value !== undefined));
            whole.search = String(search);
        }
        const promise = (async () => {
            let request = new Request(whole, { method: merged.method ?? 'GET', headers: merged.headers });
            for (const hook of merged.hooks.beforeRequest) {
                const given = await hook(request, merged);
                if (given instanceof Request) request = given;
            }
            record({ client: 'ky', method: request.method, url: request.url, headers: pairs(request.headers), sites });
            return response();
        })();
        promise.json = async () => (await promise).data;
        promise.text = async () => '';
        return promise;
    };
    const ky = (url, options) => send(url, options, site());
    for (const method of ['get', 'post', 'put', 'patch', 'head', 'delete']) {
        ky[method] = (url, options) => send(url, { ...options, method: method.toUpperCase() }, site());
    }
    ky.create = (own) => create(merge({ hooks: { beforeRequest: [] } }, own));
    ky.extend = (own) => create(merge(defaults, typeof own === 'function' ? own(defaults) : own));
    return ky;
}

module.exports = create({ hooks: { beforeRequest: [] } });
module.exports.default = module.exports;
