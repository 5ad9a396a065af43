// xior: instances with defaults, and interceptors in the order in which they were added.
'use strict';

const { record, response, site } = require('./record.cjs');

// What has no prototype, or one that has none itself: `structuredClone` gives objects of another realm here.
const plain = (value) => {
    if (value === null || typeof value !== 'object') return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
};

function merged(...all) {
    return all.reduce((out, one) => {
        for (const name of Object.keys(one ?? {})) out[name] = plain(out[name]) && plain(one[name]) ? merged(out[name], one[name]) : one[name];
        return out;
    }, {});
}

class Xior {
    #hooks = [];
    constructor(config) {
        this.config = config;
        this.defaults = { params: {}, headers: {} };
        this.interceptors = { request: { use: (hook) => void this.#hooks.push(hook), eject() {}, clear() {} }, response: { use() {}, eject() {}, clear() {} } };
        this.plugins = { use() {}, eject() {}, clear() {} };
        for (const name of ['get', 'head', 'delete', 'options']) this[name] = (url, config) => this.#send({ ...config, method: name, url }, site());
        for (const name of ['post', 'put', 'patch']) this[name] = (url, data, config) => this.#send({ ...config, method: name, url, data }, site());
    }
    request(config) {
        return this.#send(typeof config === 'string' ? { url: config } : config, site());
    }
    async #send(own, sites) {
        let config = merged(this.config, this.defaults, own);
        for (const hook of this.#hooks) config = await hook(config);
        const { baseURL, url = '' } = config;
        const whole = baseURL && !/^([a-z][a-z\d+\-.]*:)?\/\//i.test(url) ? `${baseURL.replace(/\/$/, '')}/${url.replace(/^\//, '')}` : url;
        record({
            client: 'xior',
            method: config.method ?? 'GET',
            url: whole,
            query: Object.entries(config.params ?? {}).filter(([, value]) => value !== undefined),
            headers: Object.entries(config.headers ?? {}),
            sites,
        });
        return { ...response(), config };
    }
}

const create = (config) => new Xior(config);
module.exports = Object.assign(create(), { create, Xior });
module.exports.default = module.exports;
module.exports.xior = module.exports;
