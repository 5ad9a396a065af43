// node:https and node:http: a request that is sent when it ends.
'use strict';

const { EventEmitter } = require('node:events');
const { pairs, record, site } = require('./record.cjs');

const of = (scheme) => {
    const request = (first, second, third) => {
        const sites = site();
        const isUrl = typeof first === 'string' || first instanceof URL;
        const options = (isUrl ? (typeof second === 'object' ? second : {}) : first) ?? {};
        const callback = [second, third].find((one) => typeof one === 'function');
        const base = isUrl ? new URL(String(first)) : undefined;
        const host = options.hostname ?? options.host ?? base?.hostname ?? 'localhost';
        const port = options.port ?? base?.port ?? '';
        const path = options.path ?? (base ? base.pathname + base.search : '/');
        const headers = Object.entries(options.headers ?? {});
        if (options.auth) headers.push(['authorization', 'x']);
        const made = new EventEmitter();
        made.setHeader = (name, value) => void headers.push([name, value]);
        made.write = () => true;
        made.end = () => {
            record({ client: 'node', method: options.method ?? 'GET', url: `${options.protocol ?? base?.protocol ?? scheme}//${host}${[443, 80, '443', '80', ''].includes(port) ? '' : `:${port}`}${path}`, headers: pairs(headers), sites });
            const answered = Object.assign(new EventEmitter(), { statusCode: 200, headers: {}, setEncoding() {}, resume() {} });
            callback?.(answered);
            made.emit('response', answered);
            answered.emit('data', '{}');
            answered.emit('end');
            return made;
        };
        return made;
    };
    const get = (...args) => request(...args).end();
    return { request, get, Agent: class Agent {} };
};

module.exports = { https: of('https:'), http: of('http:') };
