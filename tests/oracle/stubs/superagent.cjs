// superagent: a chain that is sent when it is awaited or ended.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

class Chain {
    #sent = false;
    constructor(method, url, agent) {
        Object.assign(this, { method, url: String(url), sites: site(), headers: {}, parameters: [] });
        for (const [name, args] of agent ?? []) this[name](...args);
    }
    set(name, value) {
        for (const [one, other] of typeof name === 'string' ? [[name, value]] : pairs(name)) this.headers[one] = other;
        return this;
    }
    unset(name) {
        for (const one of Object.keys(this.headers)) if (one.toLowerCase() === name.toLowerCase()) delete this.headers[one];
        return this;
    }
    query(value) {
        this.parameters.push(...pairs(value).filter(([, one]) => one !== undefined && one !== null));
        return this;
    }
    auth(user, password, options) {
        void user, password, options;
        return this.set('Authorization', 'x');
    }
    type() {
        return this.set('Content-Type', 'application/json');
    }
    accept() {
        return this.set('Accept', 'application/json');
    }
    send() {
        return this;
    }
    timeout() {
        return this;
    }
    retry() {
        return this;
    }
    use(plugin) {
        plugin(this);
        return this;
    }
    #go() {
        if (!this.#sent) {
            this.#sent = true;
            record({ client: 'superagent', method: this.method, url: this.url, query: this.parameters, headers: Object.entries(this.headers), sites: this.sites });
        }
        return response();
    }
    then(done, failed) {
        return new Promise((resolve) => resolve(this.#go())).then(done, failed);
    }
    catch(failed) {
        return this.then(undefined, failed);
    }
    end(callback) {
        callback?.(null, this.#go());
        return this;
    }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head'];
const superagent = (method, url) => (url === undefined ? new Chain('GET', method) : new Chain(method, url));
for (const method of METHODS) superagent[method] = (url) => new Chain(method, url);
superagent.del = superagent.delete;
superagent.agent = () => {
    const kept = [];
    const agent = {};
    for (const name of ['set', 'query', 'use', 'auth']) {
        agent[name] = (...args) => {
            kept.push([name, args]);
            return agent;
        };
    }
    for (const method of METHODS) agent[method] = (url) => new Chain(method, url, kept);
    return agent;
};

module.exports = superagent;
module.exports.default = superagent;
