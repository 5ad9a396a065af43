// @actions/http-client: a client with headers of its own.
'use strict';

const { record, response, site } = require('./record.cjs');

class HttpClient {
    constructor(agent, handlers, options) {
        this.headers = options?.headers;
    }
    async #send(method, url, headers, sites) {
        const lower = (map) => Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
        const all = this.headers ? { ...lower(this.headers), ...lower(headers) } : lower(headers);
        record({ client: '@actions/http-client', method, url, headers: Object.entries(all), sites });
        return { message: response(), readBody: async () => '{}', result: {}, statusCode: 200 };
    }
    get(url, headers) {
        return this.#send('GET', url, headers, site());
    }
    del(url, headers) {
        return this.#send('DELETE', url, headers, site());
    }
    head(url, headers) {
        return this.#send('HEAD', url, headers, site());
    }
    options(url, headers) {
        return this.#send('OPTIONS', url, headers, site());
    }
    post(url, data, headers) {
        return this.#send('POST', url, headers, site());
    }
    put(url, data, headers) {
        return this.#send('PUT', url, headers, site());
    }
    patch(url, data, headers) {
        return this.#send('PATCH', url, headers, site());
    }
    getJson(url, headers) {
        return this.#send('GET', url, headers, site());
    }
    postJson(url, data, headers) {
        return this.#send('POST', url, headers, site());
    }
    putJson(url, data, headers) {
        return this.#send('PUT', url, headers, site());
    }
    patchJson(url, data, headers) {
        return this.#send('PATCH', url, headers, site());
    }
    request(method, url, data, headers) {
        return this.#send(method, url, headers, site());
    }
}
exports.HttpClient = HttpClient;
