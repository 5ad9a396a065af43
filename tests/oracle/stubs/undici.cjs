// undici: `request`, clients of one origin, and dispatchers for all that is sent.
'use strict';

const { fetch: own } = require('./fetch.cjs');
const { pairs, record, response, site } = require('./record.cjs');

/** What a dispatcher of the whole program makes of the options of a request. */
let changed = (options) => options;

function send(base, target, options, sites) {
    const url = base === undefined ? target : `${String(base).replace(/\/$/, '')}${options.path ?? ''}`;
    const sent = changed({ ...options, headers: Object.fromEntries(pairs(options.headers)) });
    record({ client: 'undici', method: options.method, url, query: pairs(options.query), headers: pairs(sent.headers).filter(([, value]) => value !== undefined), sites });
    const given = response();
    return { ...given, body: { json: given.json, text: given.text, dump: async () => {} } };
}

class Dispatcher {
    constructor(origin) {
        this.origin = typeof origin === 'object' && !(origin instanceof URL) ? undefined : origin;
        this.change = (options) => options;
    }
    async request(options) {
        return send(this.origin ?? options.origin, undefined, options, site());
    }
    compose(interceptor) {
        const made = new this.constructor(this.origin);
        made.change = (options) => {
            let seen = options;
            interceptor((one) => {
                seen = one;
            })(options, {});
            return seen;
        };
        return made;
    }
    close() {}
}

exports.request = async (url, options = {}) => {
    const sites = site();
    const isOptions = typeof url === 'object' && !(url instanceof URL);
    return isOptions ? send(url.origin, undefined, { ...url, ...options }, sites) : send(undefined, url, options, sites);
};
exports.fetch = async (input, init = {}) => {
    const made = input instanceof Request ? input : undefined;
    return own(input, { ...init, headers: changed({ headers: Object.fromEntries(new Headers(init.headers ?? made?.headers)) }).headers });
};
exports.Headers = Headers;
exports.Request = Request;
exports.setGlobalDispatcher = (dispatcher) => {
    changed = dispatcher.change;
};
for (const name of ['Agent', 'Client', 'Pool', 'BalancedPool', 'ProxyAgent', 'RetryAgent']) exports[name] = class extends Dispatcher {};
exports.default = exports;
