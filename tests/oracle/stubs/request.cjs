// request and its descendants: options, short forms, defaults; with a callback or as a promise.
'use strict';

const { record, response, site } = require('./record.cjs');

function create(defaults) {
    const send = (method, args, sites) => {
        const callback = args.find((one) => typeof one === 'function');
        const [first, second] = args;
        const given = typeof first === 'string' || first instanceof URL ? { ...(typeof second === 'object' ? second : {}), uri: first } : { ...first };
        const headers = { ...defaults.headers, ...given.headers };
        const options = { ...defaults, ...given, qs: { ...defaults.qs, ...given.qs }, headers, callback: undefined };
        const address = String(options.uri ?? options.url);
        const url = options.baseUrl ? `${options.baseUrl.replace(/\/$/, '')}/${address.replace(/^\//, '')}` : address;
        const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
        if (options.auth) sent.push(['authorization', 'x']);
        // What is chained until the next turn still counts.
        const added = [];
        const done = new Promise((resolve) => setTimeout(resolve, 0)).then(() => {
            record({ client: 'request', method: method ?? options.method ?? 'GET', url, query: Object.entries(options.qs).filter(([, value]) => value !== undefined), headers: [...sent, ...added], sites });
            callback?.(null, response(), '{}');
            return response();
        });
        const made = {
            then: (...all) => done.then(...all),
            catch: (...all) => done.catch(...all),
            on: () => made,
            pipe: () => made,
            setHeader: (name, value) => {
                added.push([name, value]);
                return made;
            },
            form: () => made,
            json: () => made,
            qs: () => made,
            promise: () => done,
            auth: () => {
                added.push(['authorization', 'x']);
                return made;
            },
        };
        return made;
    };
    const request = (...args) => send(undefined, args, site());
    for (const name of ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']) request[name] = (...args) => send(name, args, site());
    request.del = (...args) => send('delete', args, site());
    request.defaults = (own) => create({ ...defaults, ...own, headers: { ...defaults.headers, ...own.headers }, qs: { ...defaults.qs, ...own.qs } });
    return request;
}

module.exports = create({});
module.exports.default = module.exports;
