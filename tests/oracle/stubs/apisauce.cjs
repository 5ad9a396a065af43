// apisauce: headers of its own over an axios instance, and transforms of requests.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function create(config) {
    const headers = { ...config.headers };
    const { headers: ignored, ...defaults } = config;
    void ignored;
    const transforms = [];
    const send = async (own, sites) => {
        const request = { ...own, headers: { ...headers, ...own.headers } };
        for (const transform of transforms) await transform(request);
        const base = request.baseURL ?? defaults.baseURL;
        const absolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(request.url);
        record({
            client: 'apisauce',
            method: request.method ?? 'get',
            url: base && !absolute ? `${base.replace(/\/?\/$/, '')}/${request.url.replace(/^\/+/, '')}` : request.url,
            query: pairs({ ...defaults.params, ...request.params }).filter(([, value]) => value !== undefined && value !== null),
            headers: pairs(request.headers).filter(([, value]) => value !== undefined && value !== null && value !== false),
            sites,
        });
        return { ...response(), ok: true };
    };
    const api = {
        any: (own) => send(own, site()),
        setHeader: (name, value) => void (headers[name] = value),
        setHeaders: (more) => void Object.assign(headers, more),
        deleteHeader: (name) => void delete headers[name],
        setBaseURL: (base) => void (defaults.baseURL = base),
        addRequestTransform: (transform) => transforms.push(transform),
        addAsyncRequestTransform: (transform) => transforms.push(transform),
        addResponseTransform() {},
        addMonitor() {},
        headers,
    };
    for (const method of ['get', 'delete', 'head', 'link', 'unlink']) api[method] = (url, params = {}, own = {}) => send({ ...own, url, params, method }, site());
    for (const method of ['post', 'put', 'patch']) api[method] = (url, data, own = {}) => send({ ...own, url, data, method }, site());
    return api;
}

exports.create = create;
exports.default = { create };
