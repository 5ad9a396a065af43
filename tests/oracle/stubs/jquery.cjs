// jQuery: settings over those of `ajaxSetup`; data is the query of a GET or HEAD.
'use strict';

const { pairs, record, response, site } = require('./record.cjs');

const shared = { headers: {} };

function ajax(first, second, sites) {
    const own = typeof first === 'object' ? first : { ...second, url: first };
    const settings = { ...shared, ...own, headers: { ...shared.headers, ...own.headers } };
    const method = (own.method ?? own.type ?? settings.method ?? settings.type ?? 'GET').toUpperCase();
    const headers = Object.entries(settings.headers);
    const xhr = { setRequestHeader: (name, value) => void headers.push([name, value]) };
    const done = Promise.resolve(response());
    if (settings.beforeSend?.call(settings, xhr, settings) === false) return done;
    if (settings.username) headers.push(['authorization', 'x']);
    const bodiless = ['GET', 'HEAD'].includes(method);
    record({ client: 'jQuery', method, url: settings.url, query: bodiless ? pairs(settings.data) : [], headers, sites });
    settings.success?.({}, 'success', xhr);
    return Object.assign(done, { done: (then) => (then({}), done), fail: () => done, always: () => done });
}

const $ = () => $;
$.ajax = (first, second) => ajax(first, second, site());
for (const method of ['get', 'post']) {
    $[method] = (first, data, success) => (typeof first === 'object' ? ajax({ ...first, method }, {}, site()) : ajax({ url: first, method, data: typeof data === 'function' ? undefined : data, success: typeof data === 'function' ? data : success }, {}, site()));
}
$.getJSON = (url, data, success) => ajax({ url, method: 'GET', data: typeof data === 'function' ? undefined : data, success: typeof data === 'function' ? data : success }, {}, site());
$.ajaxSetup = (own) => void Object.assign(shared, own, { headers: { ...shared.headers, ...own.headers } });
$.ajaxPrefilter = () => {};
$.param = (map) => new URLSearchParams(map).toString();

module.exports = $;
module.exports.default = $;
