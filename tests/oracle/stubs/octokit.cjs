// @octokit/request: a route or options; what the path does not name goes to the query of a GET or HEAD.
'use strict';

const { record, response, site } = require('./record.cjs');

const OWN = ['method', 'baseUrl', 'url', 'headers', 'request', 'mediaType', 'data'];

function create(defaults) {
    const request = async (first, second = {}) => {
        const sites = site();
        const [method, url] = typeof first === 'string' ? first.split(' ') : [];
        const given = typeof first === 'string' ? { ...second, ...(url ? { method, url } : { url: method }) } : first;
        const options = { method: 'GET', baseUrl: 'https://api.github.com', ...defaults, ...given };
        const headers = new Map();
        for (const map of [defaults.headers, given.headers]) {
            for (const [name, value] of Object.entries(map ?? {})) if (value !== undefined) headers.set(name.toLowerCase(), value);
        }
        const used = new Set();
        const filled = options.url.replace(/\{([^{}]+)\}/g, (_, name) => {
            used.add(name);
            return encodeURIComponent(options[name]);
        });
        const rest = Object.entries(options).filter(([name]) => !OWN.includes(name) && !used.has(name));
        const bodiless = ['GET', 'HEAD'].includes(options.method);
        record({
            client: 'octokit',
            method: options.method,
            url: /^http/.test(filled) ? filled : options.baseUrl + filled,
            query: bodiless ? rest : [],
            headers: [...headers],
            sites,
        });
        return response();
    };
    request.defaults = (own) => create({ ...defaults, ...own, headers: { ...defaults.headers, ...own.headers } });
    return request;
}

exports.request = create({});
exports.default = exports.request;
