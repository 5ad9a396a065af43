// wretch: a chain that changes nothing of what it was made from, sent by its method.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

class Wretch {
    constructor(address, options) {
        this.address = address;
        this.own = options;
    }
    url(more, replace = false) {
        return new Wretch(replace ? more : this.address + more, this.own);
    }
    options(more) {
        return new Wretch(this.address, { ...this.own, ...more, headers: { ...this.own.headers, ...more.headers } });
    }
    headers(more) {
        return this.options({ headers: Object.fromEntries(pairs(more)) });
    }
    auth(value) {
        return this.headers({ Authorization: value });
    }
}
for (const method of ['get', 'delete', 'head', 'opts']) {
    Wretch.prototype[method] = function (more = '') {
        return this.fetchAs(method === 'opts' ? 'options' : method, more, site());
    };
}
for (const method of ['post', 'put', 'patch']) {
    Wretch.prototype[method] = function (body, more = '') {
        return this.fetchAs(method, more, site());
    };
}
Wretch.prototype.fetchAs = function (method, more, sites) {
    const headers = new Headers();
    for (const [name, value] of pairs(this.own.headers)) headers.set(name, value);
    const sent = Promise.resolve().then(() => {
        record({ client: 'wretch', method, url: this.address + more, headers: pairs(headers), sites });
        return response();
    });
    const chain = { res: () => sent, json: async () => (await sent).data, text: async () => '', badRequest: () => chain, notFound: () => chain };
    return chain;
};
for (const method of ['json', 'body', 'content', 'accept', 'catcher', 'addon']) {
    Wretch.prototype[method] = function () {
        return this;
    };
}

module.exports = (address = '', options = {}) => new Wretch(address, options);
module.exports.default = module.exports;
