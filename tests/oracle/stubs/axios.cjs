// axios: bases, parameters, instances, defaults, interceptors.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

const METHODS = ['get', 'delete', 'head', 'options', 'post', 'put', 'patch'];
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

const plain = (headers) => Object.fromEntries(pairs(headers));

function combined(base, url) {
    if (!base || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url ?? '')) return url ?? '';
    return url ? `${base.replace(/\/?\/$/, '')}/${url.replace(/^\/+/, '')}` : base;
}

/** The headers that an instance's defaults give to a method, then the call's own. */
function headersOf(defaults, own, method) {
    const groups = new Set(['common', ...METHODS]);
    const flat = (headers = {}) => ({
        ...plain(headers.common),
        ...plain(headers[method]),
        ...Object.fromEntries(Object.entries(plain(headers)).filter(([name]) => !groups.has(name))),
    });
    const merged = { ...flat(defaults.headers), ...flat(own.headers) };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== null && value !== false));
}

/** Headers as interceptors see them: names and values, with methods beside them. */
function withMethods(headers) {
    const find = (name) => Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
    const methods = {
        set(name, value) {
            if (typeof name === 'object') for (const [one, other] of pairs(name)) headers[find(one)] = other;
            else headers[find(name)] = value;
            return headers;
        },
        get: (name) => headers[find(name)],
        has: (name) => find(name) in headers,
        delete: (name) => delete headers[find(name)],
        setAuthorization: (value) => methods.set('Authorization', value),
    };
    for (const [name, method] of Object.entries(methods)) Object.defineProperty(headers, name, { value: method, enumerable: false });
    return headers;
}

function merged(defaults, own) {
    const params = isObject(defaults.params) && isObject(own.params) && !(own.params instanceof URLSearchParams)
        ? { ...defaults.params, ...own.params }
        : own.params ?? defaults.params;
    return { ...defaults, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)), params };
}

function instance(defaults) {
    const request = async function axios(first, second) {
        const sites = site();
        const own = typeof first === 'string' ? { ...second, url: first } : { ...first };
        const method = String(own.method ?? request.defaults.method ?? 'get').toLowerCase();
        let config = { ...merged(request.defaults, own), method, headers: withMethods(headersOf(request.defaults, own, method)) };
        for (const { fulfilled, rejected } of [...handlers.request].reverse()) {
            void rejected;
            config = (await fulfilled?.(config)) ?? config;
        }
        if (config.auth) config.headers = { ...plain(config.headers), Authorization: 'Basic x' };
        const query = config.paramsSerializer
            ? pairs(typeof config.paramsSerializer === 'function' ? config.paramsSerializer(config.params) : config.paramsSerializer.serialize(config.params))
            : pairs(config.params).filter(([, value]) => value !== undefined && value !== null);
        record({
            client: 'axios',
            method: config.method,
            url: combined(config.baseURL, config.url),
            query,
            headers: pairs(config.headers).filter(([, value]) => value !== undefined && value !== null && value !== false),
            sites,
        });
        let answered = { ...response(), config };
        for (const { fulfilled } of handlers.response) answered = (await fulfilled?.(answered)) ?? answered;
        return answered;
    };
    const handlers = { request: [], response: [] };
    const chain = (name) => ({
        use: (fulfilled, rejected) => handlers[name].push({ fulfilled, rejected }) - 1,
        eject: (id) => void handlers[name].splice(id, 1, {}),
    });
    request.defaults = { ...defaults, headers: { common: {}, ...Object.fromEntries(METHODS.map((name) => [name, {}])), ...defaults.headers } };
    request.interceptors = { request: chain('request'), response: chain('response') };
    request.request = (first, second) => request(first, second);
    for (const method of METHODS) {
        const hasBody = ['post', 'put', 'patch'].includes(method);
        request[method] = hasBody
            ? (url, data, config) => request({ ...config, url, method, data })
            : (url, config) => request({ ...config, url, method });
    }
    for (const method of ['post', 'put', 'patch']) request[`${method}Form`] = (url, data, config) => request({ ...config, url, method, data });
    request.getUri = (config) => combined(config.baseURL ?? request.defaults.baseURL, config.url);
    // The maps of an instance are its own.
    request.create = (own = {}) => {
        const kept = Object.entries(request.defaults.headers).map(([name, value]) => [name, isObject(value) ? { ...value } : value]);
        return instance({ ...merged(request.defaults, own), headers: { ...Object.fromEntries(kept), ...own.headers } });
    };
    return request;
}

module.exports = instance({});
module.exports.default = module.exports;
module.exports.axios = module.exports;
module.exports.all = (all) => Promise.all(all);
module.exports.spread = (then) => (all) => then(...all);
module.exports.isAxiosError = () => false;
module.exports.isCancel = () => false;
module.exports.AxiosHeaders = class AxiosHeaders {
    constructor(headers) {
        Object.assign(this, plain(headers));
        withMethods(this);
    }
};
