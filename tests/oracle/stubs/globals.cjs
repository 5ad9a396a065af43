// `fetch` and `XMLHttpRequest`, which programs find without importing anything.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

globalThis.fetch = async function fetch(input, init = {}) {
    const sites = site();
    const made = input instanceof Request ? input : undefined;
    const headers = new Headers(init.headers ?? made?.headers);
    record({ client: 'fetch', method: init.method ?? made?.method, url: made ? made.url : input, headers: pairs(headers), sites });
    return response();
};

globalThis.XMLHttpRequest = class XMLHttpRequest {
    #headers = [];
    open(method, url, later, user) {
        this.#headers = user ? [['authorization', 'x']] : [];
        this.request = { method, url };
    }
    setRequestHeader(name, value) {
        this.#headers.push([name, value]);
    }
    send() {
        record({ client: 'XMLHttpRequest', ...this.request, headers: this.#headers });
        this.status = 200;
        this.responseText = '{}';
        this.onload?.();
    }
    addEventListener() {}
};

const storage = () => {
    const kept = new Map();
    return {
        getItem: (name) => kept.get(name) ?? `stored-${name}`,
        setItem: (name, value) => void kept.set(name, String(value)),
        removeItem: (name) => void kept.delete(name),
    };
};
globalThis.localStorage = storage();
globalThis.sessionStorage = storage();
