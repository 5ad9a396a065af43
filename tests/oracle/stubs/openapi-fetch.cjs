// openapi-fetch: methods by their names, parameters in parts, middleware that sees a request.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

function headersOf(...all) {
    const headers = new Headers();
    for (const one of all) {
        for (const [name, value] of pairs(one)) {
            if (value === null) headers.delete(name);
            else if (value !== undefined) headers.set(name, value);
        }
    }
    return headers;
}

module.exports = function createClient({ baseUrl = '', headers: shared } = {}) {
    const middlewares = [];
    const send = async (method, path, own = {}, sites) => {
        const { params = {} } = own;
        const filled = path.replace(/\{([^{}]+)\}/g, (whole, name) => params.path?.[name] ?? whole);
        const url = new URL((own.baseUrl ?? baseUrl).replace(/\/$/, '') + filled);
        for (const [name, value] of Object.entries(params.query ?? {})) if (value !== undefined && value !== null) url.searchParams.append(name, value);
        let request = new Request(url, { method, headers: headersOf(shared, own.headers, params.header) });
        for (const { onRequest } of middlewares) request = (await onRequest?.({ request, schemaPath: path, params, options: {} })) ?? request;
        record({ client: 'openapi-fetch', method: request.method, url: request.url, headers: pairs(request.headers), sites });
        return { data: {}, response: response() };
    };
    const client = { use: (...more) => void middlewares.push(...more), eject() {}, request: (method, path, own) => send(method.toUpperCase(), path, own, site()) };
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']) client[method] = (path, own) => send(method, path, own, site());
    return client;
};
module.exports.default = module.exports;
