// gaxios: options over an instance's defaults.
'use strict';

const { record, response, site } = require('./record.cjs');

class Gaxios {
    constructor(defaults = {}) {
        this.defaults = defaults;
    }
    async request(own = {}) {
        const sites = site();
        const options = { ...this.defaults, ...own };
        for (const [name, value] of Object.entries(this.defaults)) if (name === 'headers') options.headers = { ...value, ...own.headers };
        const base = options.baseURL ?? options.baseUrl;
        record({
            client: 'gaxios',
            method: options.method ?? 'GET',
            url: base ? base.toString() + options.url : options.url,
            query: Object.entries(options.params ?? {}),
            headers: Object.entries(options.headers ?? {}).filter(([, value]) => value !== undefined),
            sites,
        });
        return response();
    }
}

exports.Gaxios = Gaxios;
exports.instance = new Gaxios();
exports.request = (options) => exports.instance.request(options);
