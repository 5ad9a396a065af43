// Where every stub ends: the request that the real client would have sent, by names alone.
'use strict';

/** What the runner gives to each program: its folder, and where to note requests. */
const { program, record: note } = globalThis.oracle;

/** The place in the program's own files that called, the innermost first. */
function site() {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 100;
    const stack = new Error().stack.split('\n');
    Error.stackTraceLimit = limit;
    const sites = [];
    for (const line of stack) {
        const at = /(?:file:\/\/)?(\/[^():?]+)(?:\?[^():]*)?:(\d+):(\d+)\)?$/.exec(line);
        if (at && at[1].startsWith(`${program}/`) && !at[1].includes('node_modules')) {
            sites.push({ file: at[1], line: Number(at[2]), column: Number(at[3]) });
        }
    }
    return sites;
}

/** The names and values of headers or parameters in whatever form clients take them. */
function pairs(given) {
    if (given === undefined || given === null || given === false) return [];
    if (typeof given === 'string') return [...new URLSearchParams(given)];
    if (typeof given.forEach === 'function' && !Array.isArray(given)) {
        const found = [];
        given.forEach((value, name) => found.push([name, value]));
        return found;
    }
    if (Array.isArray(given)) {
        if (given.every((one) => Array.isArray(one))) return given;
        const found = [];
        for (let at = 0; at + 1 < given.length; at += 2) found.push([given[at], given[at + 1]]);
        return found;
    }
    return Object.entries(given);
}

/** Notes a request: its method, its URL, and the names in its query and its headers. */
function record({ client, method = 'GET', url, query = [], headers = [], sites }) {
    let text = String(url);
    const hash = text.indexOf('#');
    if (hash >= 0) text = text.slice(0, hash);
    const mark = text.indexOf('?');
    const written = mark < 0 ? [] : [...new URLSearchParams(text.slice(mark + 1))];
    const names = (all) => [...new Set(all.map(([name]) => String(name).toLowerCase()))].sort();
    note({
        client,
        method: String(method).toUpperCase(),
        url: mark < 0 ? text : text.slice(0, mark),
        query: names([...written, ...query]),
        headers: names(headers),
        sites: sites ?? site(),
    });
}

/** What servers answer here: enough for programs that read tokens and lists. */
const answer = () => ({ access_token: 'answered-token', token: 'answered-token', data: { id: 1 }, items: [], Data: [] });

/** A response as `fetch` gives it. */
function response() {
    const body = answer();
    return {
        ok: true,
        status: 200,
        statusCode: 200,
        statusText: 'OK',
        headers: new Map([['content-type', 'application/json']]),
        data: body,
        body,
        json: async () => body,
        text: async () => JSON.stringify(body),
        resume() {},
    };
}

module.exports = { answer, pairs, record, response, site };
