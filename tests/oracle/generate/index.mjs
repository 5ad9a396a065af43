// Programs composed at random of what JavaScript and TypeScript programs do with headers, queries and URLs before they send
// them. What a program sends is not written down anywhere: running it tells.

import { CLIENTS } from './clients.mjs';
import { MAP_IDIOMS, map } from './maps.mjs';
import { HEADERS, HOST, PARAMETERS, Program } from './program.mjs';
import { PATH_IDIOMS, WITH_QUERY, path, url } from './urls.mjs';
import { WRAPPERS } from './wrappers.mjs';

/** Clients whose URL takes the query best, so that all ways to write one are met. */
const WITH_URL = new Set(['fetch', 'nodeFetch', 'crossFetch', 'undici', 'xhr', 'https']);

const PLACE = '\u00abplace\u00bb';
const OTHER = '\u00abother\u00bb';

/** The files of the program of a seed, its client, and the idioms in it. */
export function generate(seed, typed = false) {
    const p = new Program(seed, typed);
    const client = p.pick(Object.keys(CLIENTS));
    return compose(p, client, p.pick(CLIENTS[client].forms), p.pick(Object.keys(WRAPPERS)));
}

/** Programs that have one idiom each, or one form of a client, and are plain in all else: what differs in them is its fault. */
export function* each(seed, typed) {
    const one = (name, only, client, form, wrapper) => {
        const p = new Program(seed, typed);
        p.only = only;
        const made = compose(p, client, form, wrapper);
        return { ...made, tags: [name, ...(name.startsWith('unknown') ? ['unknown'] : [])] };
    };
    const plain = ['fetch', CLIENTS.fetch.forms[1], 'none'];
    const kinds = typed ? ['plain', 'typed', 'unknown'] : ['plain', 'unknown'];
    for (const kind of kinds) for (const [name, idiom] of Object.entries(MAP_IDIOMS[kind])) yield one(name, { map: idiom }, ...plain);
    for (const name of Object.keys(PATH_IDIOMS)) yield one(`path-${name}`, { path: name }, ...plain);
    for (const name of Object.keys(WITH_QUERY)) yield one(`query-${name}`, { query: name, whole: true }, ...plain);
    for (const name of Object.keys(WRAPPERS)) {
        yield one(`wrapper-${name}`, {}, 'fetch', CLIENTS.fetch.forms[1], name);
        yield one(`wrapper-${name}-axios`, {}, 'axios', CLIENTS.axios.forms[5], name);
    }
    for (const [client, { forms }] of Object.entries(CLIENTS)) {
        for (const [at, form] of forms.entries()) {
            yield one(`${client}-${at}`, {}, client, form, 'none');
            yield one(`${client}-${at}-wrapped`, {}, client, form, 'adds');
        }
    }
}

function compose(p, client, form, wrapper) {
    const { typed } = p;
    const { imports } = CLIENTS[client];
    const method = p.pick(['GET', 'POST', 'PUT', 'DELETE']);
    const headers = map(p, HEADERS);
    p.budget += 4;
    let query = map(p, PARAMETERS);
    p.budget += 2;
    const bare = p.only ? Boolean(p.only.whole) : WITH_URL.has(client) && p.chance(0.7);
    const whole = bare ? url(p, query) : url(p);
    if (bare) query = undefined;
    const place = path(p);
    // Whether the form asks for the path or for the whole URL shows when it is used: until then there is a mark.
    let asks = 'url';
    const asking = (r) => ({
        ...r,
        method,
        query: bare ? undefined : r.query,
        inside: r.url === 'url',
        get url() {
            asks = 'url';
            return r.url;
        },
        get path() {
            asks = 'path';
            return r.path;
        },
    });
    const send = (r) => {
        if (imports) p.file.imports.add(imports);
        return form(p, asking(r));
    };
    p.tags.push(client, `wrapper-${wrapper}`);
    const statement = WRAPPERS[wrapper](p, send, { url: PLACE, path: PLACE, place: PLACE, other: OTHER, query: query ?? 'undefined', headers });
    finish(p, statement);
    const fill = (text) => text.replaceAll(PLACE, () => (asks === 'path' ? place : whole)).replaceAll(OTHER, asks === 'path' ? "'/api/v2/other'" : `'${HOST}/api/v2/other'`);
    const files = Object.fromEntries(Object.entries(p.files()).map(([name, text]) => [name, fill(text)]));
    return { files, tags: p.tags, client, typed, entry: `main${p.extension}` };
}

/** Some programs do it all inside a function. */
function finish(p, statement) {
    const lines = [...p.main.lines, statement].join('\n');
    if (p.chance(0.4) && !/^\s*namespace /m.test(lines)) {
        const inside = lines.split('\n').map((line) => `    ${line}`).join('\n');
        p.main.lines = [`export async function main() {\n${inside}\n}\n\nawait main();`];
    } else {
        p.main.lines = [lines];
    }
}
