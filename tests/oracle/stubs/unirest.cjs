// unirest: a builder that is sent when it ends.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

class Builder {
    #headers = new Map();
    #query = [];
    constructor(method, url, sites) {
        Object.assign(this, { method, url, sites });
    }
    headers(first, value) {
        for (const [name, one] of typeof first === 'string' ? [[first, value]] : pairs(first)) this.#headers.set(name.toLowerCase(), one);
        return this;
    }
    query(value) {
        this.#query.push(...pairs(value));
        return this;
    }
    auth() {
        return this.headers('Authorization', 'x');
    }
    send() {
        return this;
    }
    type() {
        return this;
    }
    end(callback) {
        record({ client: 'unirest', method: this.method, url: this.url, query: this.#query, headers: [...this.#headers], sites: this.sites });
        callback?.(response());
        return this;
    }
    then(done, failed) {
        return new Promise((resolve) => {
            this.end(resolve);
        }).then(done, failed);
    }
}
Builder.prototype.header = Builder.prototype.headers;
Builder.prototype.set = Builder.prototype.headers;
Builder.prototype.qs = Builder.prototype.query;

const unirest = (method, url, headers) => new Builder(method, url, site()).headers(headers);
for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']) {
    unirest[method] = (url, headers, body, callback) => {
        const made = new Builder(method, url, site()).headers(headers);
        return callback ? made.end(callback) : made;
    };
}
module.exports = unirest;
module.exports.default = unirest;
