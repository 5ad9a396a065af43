// What each client is called with. A request `r` has expressions: `method` (a text without quotes), `url` (whole, without
// query), `path`, `query` and `headers` (maps). Each form gives an expression that sends, which may be awaited.

import { HEADERS, HOST, PARAMETERS, text } from './program.mjs';
import { map } from './maps.mjs';
import { fetchHeaders } from './urls.mjs';

const withBody = (r) => ['POST', 'PUT', 'PATCH'].includes(r.method);
const small = (r) => r.method.toLowerCase();
const body = (r) => (withBody(r) ? ', body: JSON.stringify({ a: 1 })' : '');
const any = (p) => p.ts(': any');
/** The URL with the query in it, for clients that know no other. */
const whole = (r) => (r.query ? `\`\${${r.url}}?\${new URLSearchParams(${r.query})}\`` : r.url);

function instance(p, made) {
    const it = p.name('client');
    p.declare(`const ${it} = ${made};`);
    return it;
}

/** As axios: `client.get(url, options)`, `client.post(url, body, options)`, `client.request({ url, ... })`. */
function likeAxios(it, options) {
    return (p, r, url) => {
        const own = options(r);
        return p.pick([
            () => (withBody(r) ? `${it}.${small(r)}(${url}, { a: 1 }, { ${own} })` : `${it}.${small(r)}(${url}, { ${own} })`),
            () => `${it}.request({ url: ${url}, method: '${p.pick([small(r), r.method])}', ${own} })`,
        ])();
    };
}

const axiosOptions = (r) => `params: ${r.query}, headers: ${r.headers}`;

function axiosInstance(p) {
    const extra = p.pick([() => '', () => '', () => `, params: ${map(p, PARAMETERS)}`, () => ', timeout: 1000'])();
    return instance(p, `axios.create({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)}${extra} })`);
}

function axiosHook(p, it) {
    const change = p.pick([
        () => `config.headers[${text(p.pick(HEADERS))}] = ${p.value()};`,
        () => `config.params = { ...config.params, ${text(p.pick(PARAMETERS))}: ${p.value()} };`,
        () => `if (${p.condition()}) config.headers[${text(p.pick(HEADERS))}] = ${p.value()};`,
        () => `Object.assign(config.headers, ${map(p, HEADERS)});`,
        () => `config.headers.set(${text(p.pick(HEADERS))}, ${p.value()});`,
        () => `delete config.headers[${text(p.pick(HEADERS))}];`,
        () => `for (const [name, value] of Object.entries(${map(p, HEADERS)})) config.headers[name] = value;`,
        () => `if (config.url.startsWith('/v2')) config.headers[${text(p.pick(HEADERS))}] = ${p.value()};`,
    ])();
    const form = p.pick([
        () => `${it}.interceptors.request.use((config${any(p)}) => {\n    ${change}\n    return config;\n});`,
        () => `${it}.interceptors.request.use(async (config${any(p)}) => {\n    ${change}\n    return config;\n}, (error) => Promise.reject(error));`,
        () => {
            const hook = p.name('hook');
            return `function ${hook}(config${any(p)}) {\n    ${change}\n    return config;\n}\n${it}.interceptors.request.use(${hook});`;
        },
        () => `if (${p.condition()}) {\n    ${it}.interceptors.request.use((config${any(p)}) => {\n        ${change}\n        return config;\n    });\n}`,
    ])();
    p.declare(form);
}

const fetchForms = (name) => [
    (p, r) => `${name}(${whole(r)}, { method: '${r.method}', headers: ${fetchHeaders(p, r.headers, r.inside)}${body(r)} })`,
    (p, r) => `${name}(${whole(r)}, { method: '${r.method}', headers: ${r.headers}${body(r)} })`,
    (p, r) => {
        if (r.inside) return `${name}(${whole(r)}, { ...{ method: '${r.method}' }, headers: ${r.headers} })`;
        const it = p.name('init');
        p.declare(`const ${it}${any(p)} = { method: '${r.method}', headers: ${fetchHeaders(p, r.headers, r.inside)} };\nif (${p.condition()}) ${it}.headers = ${map(p, HEADERS)};`);
        return `${name}(${whole(r)}, ${it})`;
    },
];

/** Each client: how it is imported, and the forms of its calls. */
export const CLIENTS = {
    fetch: {
        forms: [
            ...fetchForms('fetch'),
            (p, r) => `fetch(new URL(${whole(r)}), { method: '${r.method}', headers: ${r.headers} })`,
            (p, r) => `fetch(new Request(${whole(r)}, { method: '${r.method}', headers: ${fetchHeaders(p, r.headers, r.inside)} }))`,
            (p, r) => {
                if (r.inside) return `fetch(new Request(new Request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} }), { headers: ${r.headers} }))`;
                const it = p.name('request');
                p.declare(`const ${it} = new Request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} });\n${it}.headers.set(${text(p.pick(HEADERS))}, ${p.value()});\nif (${p.condition()}) ${it}.headers.delete(${text(p.pick(HEADERS))});`);
                return p.pick([`fetch(${it})`, `fetch(${it}.clone())`, `fetch(${it}, { headers: ${map(p, HEADERS)} })`]);
            },
        ],
    },
    patchedFetch: {
        forms: [
            (p, r) => {
                const it = p.name('original');
                p.declare(`const ${it} = globalThis.fetch;\nglobalThis.fetch = ${p.ts('(')}(url${any(p)}, init${any(p)} = {}) => ${it}(url, { ...init, headers: { ...init.headers, ${p.entry(HEADERS)} } })${p.ts(') as any')};`);
                return `fetch(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`;
            },
            (p, r) => {
                const it = p.name('original');
                p.inside('setup', () => p.declare(`const ${it} = globalThis.fetch;\nglobalThis.fetch = ${p.ts('(')}async (url${any(p)}, init${any(p)}) => {\n    const headers = new Headers(init?.headers);\n    headers.set(${text(p.pick(HEADERS))}, ${p.value()});\n    return ${it}(url, { ...init, headers });\n}${p.ts(') as any')};`));
                p.main.imports.add(`import './setup${p.typed ? '' : '.mjs'}';`);
                return `fetch(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`;
            },
        ],
    },
    nodeFetch: { imports: "import nodeFetch from 'node-fetch';", forms: fetchForms('nodeFetch') },
    crossFetch: { imports: "import crossFetch from 'cross-fetch';", forms: fetchForms('crossFetch') },
    makeFetchHappen: {
        imports: "import happen from 'make-fetch-happen';",
        forms: [
            (p, r) => `happen(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`,
            (p, r) => `${instance(p, `happen.defaults({ headers: ${map(p, HEADERS)} })`)}(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`,
        ],
    },
    axios: {
        imports: "import axios from 'axios';",
        forms: [
            (p, r) => likeAxios('axios', axiosOptions)(p, r, r.url),
            (p, r) => `axios({ url: ${r.url}, method: '${small(r)}', ${axiosOptions(r)} })`,
            (p, r) => `axios(${r.url}, { method: '${small(r)}', ${axiosOptions(r)} })`,
            (p, r) => `axios.get(${r.url}, { ...{ params: ${r.query} }, headers: ${r.headers} })`,
            (p, r) => `axios.post(${whole(r)}, null, { headers: ${r.headers}, auth: { username: 'u', password: 'p' } })`,
            (p, r) => likeAxios(axiosInstance(p), axiosOptions)(p, r, r.path),
            (p, r) => `${axiosInstance(p)}({ url: ${r.path}, method: '${small(r)}', ${axiosOptions(r)} })`,
            (p, r) => {
                const it = axiosInstance(p);
                axiosHook(p, it);
                return likeAxios(it, axiosOptions)(p, r, r.path);
            },
            (p, r) => {
                const it = instance(p, `axios.create({ baseURL: ${text(HOST)} })`);
                axiosHook(p, it);
                if (p.chance(0.4)) axiosHook(p, it);
                return likeAxios(it, axiosOptions)(p, r, r.path);
            },
            (p, r) => {
                const it = axiosInstance(p);
                p.declare(p.pick([
                    () => `${it}.defaults.headers.common[${text(p.pick(HEADERS))}] = ${p.value()};`,
                    () => `if (${p.condition()}) ${it}.defaults.headers[${text(p.pick(HEADERS))}] = ${p.value()};`,
                    () => `${it}.defaults.params = ${map(p, PARAMETERS)};`,
                    () => `${it}.defaults.headers.${small(r)}[${text(p.pick(HEADERS))}] = ${p.value()};`,
                ])());
                return likeAxios(it, axiosOptions)(p, r, r.path);
            },
            (p, r) => {
                p.declare(`axios.defaults.headers.common[${text(p.pick(HEADERS))}] = ${p.value()};\naxios.defaults.baseURL = ${text(HOST)};`);
                return likeAxios('axios', axiosOptions)(p, r, r.path);
            },
            (p, r) => {
                // Defaults that another module sets.
                p.inside('setup', () => {
                    p.file.imports.add("import axios from 'axios';");
                    p.declare(`axios.defaults.headers.common[${text(p.pick(HEADERS))}] = ${p.value()};\nif (${p.condition()}) axios.defaults.params = ${p.literal(PARAMETERS)};`);
                });
                p.main.imports.add(`import './setup${p.typed ? '' : '.mjs'}';`);
                return likeAxios('axios', axiosOptions)(p, r, r.url);
            },
            (p, r) => {
                // Defaults that a page sets, in a file that this program never loads.
                p.tags.push('axios-12');
                p.inside('browser', () => {
                    p.file.imports.add("import axios from 'axios';");
                    p.declare(`axios.defaults.headers.common[${text(p.pick(HEADERS))}] = ${p.value()};\naxios.defaults.baseURL = '/elsewhere';`);
                });
                return likeAxios('axios', axiosOptions)(p, r, r.url);
            },
            (p, r) => {
                // An instance of another file, set up in a third.
                const it = p.name('api');
                p.inside('client', () => {
                    p.file.imports.add("import axios from 'axios';");
                    p.declare(`export const ${it} = axios.create({ baseURL: ${text(HOST)}, headers: ${p.literal(HEADERS)} });`);
                });
                p.take('client', it);
                if (p.chance(0.6)) {
                    p.inside('setup', () => {
                        p.take('client', it);
                        axiosHook(p, it);
                    });
                    p.main.imports.add(`import './setup${p.typed ? '' : '.mjs'}';`);
                }
                return likeAxios(it, axiosOptions)(p, r, r.path);
            },
        ],
    },
    redaxios: {
        imports: "import redaxios from 'redaxios';",
        forms: [
            (p, r) => (withBody(r) ? `redaxios.${small(r)}(${r.url}, { a: 1 }, { ${axiosOptions(r)} })` : `redaxios.${small(r)}(${r.url}, { ${axiosOptions(r)} })`),
            (p, r) => `redaxios.create({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)} }).get(${r.path}, { headers: ${r.headers} })`,
        ],
    },
    xior: {
        imports: "import xior from 'xior';",
        forms: [
            (p, r) => likeAxios(instance(p, `xior.create({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)} })`), axiosOptions)(p, r, r.path),
            (p, r) => {
                const it = instance(p, `xior.create({ baseURL: ${text(HOST)}, params: ${map(p, PARAMETERS)} })`);
                p.declare(`${it}.interceptors.request.use((config${any(p)}) => {\n    if (${p.condition()}) config.headers[${text(p.pick(HEADERS))}] = ${p.value()};\n    return config;\n});`);
                return likeAxios(it, axiosOptions)(p, r, r.path);
            },
        ],
    },
    apisauce: {
        imports: "import { create } from 'apisauce';",
        forms: [
            (p, r) => {
                const it = instance(p, `create({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)} })`);
                if (p.chance(0.4)) p.declare(`${it}.setHeader(${text(p.pick(HEADERS))}, ${p.value()});`);
                if (p.chance(0.3)) p.declare(`if (${p.condition()}) ${it}.setHeaders(${map(p, HEADERS)});`);
                if (p.chance(0.3)) p.declare(`${it}.addRequestTransform((request${any(p)}) => {\n    request.headers[${text(p.pick(HEADERS))}] = ${p.value()};\n});`);
                return withBody(r) ? `${it}.${small(r)}(${r.path}, { a: 1 }, { headers: ${r.headers}, params: ${r.query} })` : `${it}.${small(r)}(${r.path}, ${r.query}, { headers: ${r.headers} })`;
            },
        ],
    },
    gaxios: {
        imports: "import { request as gaxios, Gaxios } from 'gaxios';",
        forms: [
            (p, r) => `gaxios({ url: ${r.url}, method: '${r.method}', params: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `new Gaxios().request({ baseURL: ${text(HOST)}, url: ${r.path}, method: '${r.method}', params: ${r.query}, headers: ${r.headers} })`,
        ],
    },
    got: {
        imports: "import got from 'got';",
        forms: [
            (p, r) => `got.${small(r)}(${r.url}, { searchParams: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `got(${r.url}, { method: '${r.method}', searchParams: ${r.query}, headers: ${r.headers} }).json()`,
            (p, r) => `got.${small(r)}(${whole(r)}, { headers: ${r.headers} })`,
            (p, r) => `${instance(p, `got.extend({ prefixUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} })`)}.${small(r)}((${r.path}).slice(1), { searchParams: ${r.query}, headers: ${r.headers} })`,
            (p, r) => {
                const change = p.pick([() => `options.headers[${text(p.pick(HEADERS).toLowerCase())}] = 'h';`, () => `if (${p.condition()}) options.headers[${text(p.pick(HEADERS).toLowerCase())}] = 'h';`])();
                const it = instance(p, `got.extend({ prefixUrl: ${text(HOST)}, headers: ${map(p, HEADERS)}, hooks: { beforeRequest: [(options${any(p)}) => { ${change} }] } })`);
                return `${it}.${small(r)}((${r.path}).slice(1), { searchParams: ${r.query}, headers: ${r.headers} })`;
            },
            (p, r) => `${instance(p, `got.extend({ headers: ${map(p, HEADERS)} }).extend({ prefixUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} })`)}((${r.path}).slice(1), { method: '${r.method}', searchParams: ${r.query} })`,
        ],
    },
    ky: {
        imports: "import ky from 'ky';",
        forms: [
            (p, r) => `ky.${small(r)}(${r.url}, { searchParams: ${r.query}, headers: ${r.headers} }).json()`,
            (p, r) => `ky(${whole(r)}, { method: '${r.method}', headers: ${fetchHeaders(p, r.headers, r.inside)} })`,
            (p, r) => `${instance(p, `ky.create({ prefixUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} })`)}.${small(r)}((${r.path}).slice(1), { searchParams: ${r.query}, headers: ${r.headers} })`,
            (p, r) => {
                const it = instance(p, `ky.extend({ prefixUrl: ${text(HOST)}, hooks: { beforeRequest: [(request) => { if (${p.condition()}) request.headers.set(${text(p.pick(HEADERS))}, ${p.value()}); }] } })`);
                return `${it}.${small(r)}((${r.path}).slice(1), { searchParams: ${r.query}, headers: ${r.headers} })`;
            },
        ],
    },
    superagent: {
        imports: "import superagent from 'superagent';",
        forms: [
            (p, r) => `superagent.${small(r)}(${r.url}).set(${r.headers}).query(${r.query}).set(${text(p.pick(HEADERS))}, ${p.value()})`,
            (p, r) => `superagent('${r.method}', ${r.url}).query(${r.query}).set(${r.headers}).then((response) => response)`,
            (p, r) => {
                if (r.inside) return `superagent.${small(r)}(${whole(r)}).set(${r.headers})`;
                const it = p.name('chain');
                p.declare(`const ${it} = superagent.${small(r)}(${r.url}).query(${r.query});\nif (${p.condition()}) ${it}.set(${r.headers});`);
                return it;
            },
            (p, r) => {
                const it = instance(p, 'superagent.agent()');
                p.declare(`${it}.set(${map(p, HEADERS)});${p.chance(0.4) ? `\nif (${p.condition()}) ${it}.query(${map(p, PARAMETERS)});` : ''}`);
                return `${it}.${small(r)}(${r.url}).query(${r.query}).set(${r.headers})`;
            },
            (p, r) => `superagent.${small(r)}(${r.url}).query(${r.query}).auth('user', 'password')`,
        ],
    },
    undici: {
        imports: "import * as undici from 'undici';",
        forms: [
            (p, r) => `undici.request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`,
            (p, r) => `undici.request(${r.url}, { method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `${instance(p, `new undici.Client(${text(HOST)})`)}.request({ path: ${r.path}, method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `${instance(p, `new undici.Pool(${text(HOST)})`)}.request({ path: ${r.path}, method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`,
            ...fetchForms('undici.fetch'),
        ],
    },
    undiciGlobal: {
        imports: "import * as undici from 'undici';",
        forms: [
            (p, r) => {
                p.declare('undici.setGlobalDispatcher(new undici.Agent({ connections: 1 }));');
                return `undici.request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`;
            },
            (p, r) => {
                p.declare(`undici.setGlobalDispatcher(new undici.Agent().compose((dispatch${any(p)}) => (options${any(p)}, handler${any(p)}) => dispatch({ ...options, headers: { ...options.headers, ${p.entry(HEADERS)} } }, handler)));`);
                return `undici.request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`;
            },
        ],
    },
    needle: {
        imports: "import needle from 'needle';",
        forms: [
            (p, r) => (withBody(r) || r.method === 'DELETE' ? `needle('${small(r)}', ${whole(r)}, {}, { headers: ${r.headers} })` : `needle('get', ${r.url}, ${r.query}, { headers: ${r.headers} })`),
            (p, r) => (withBody(r) || r.method === 'DELETE' ? `new Promise((done) => needle.${small(r)}(${whole(r)}, {}, { headers: ${r.headers} }, done))` : `new Promise((done) => needle.get(${whole(r)}, { headers: ${r.headers} }, done))`),
        ],
    },
    https: {
        imports: "import https from 'node:https';",
        forms: [
            (p, r) => `new Promise((resolve) => {\n    const made = https.request(${whole(r)}, { method: '${r.method}', headers: ${r.headers} }, resolve);\n    made.end();\n})`,
            (p, r) => `https.request({ hostname: 'api.loginradius.com', path: (${r.path}) + '?' + new URLSearchParams(${r.query}), method: '${r.method}', headers: ${r.headers} }, () => {}).end()`,
            (p, r) => `https.get(${whole(r)}, { headers: ${r.headers} }, (response) => response.resume())`,
            (p, r) => {
                if (r.inside) return `https.request(new URL(${whole(r)}), { method: '${r.method}', headers: ${r.headers} }).end()`;
                const it = p.name('made');
                p.declare(`const ${it} = https.request(new URL(${whole(r)}), { method: '${r.method}', headers: ${r.headers} });\n${it}.setHeader(${text(p.pick(HEADERS))}, ${p.value()});\nif (${p.condition()}) ${it}.setHeader(${text(p.pick(HEADERS))}, ${p.value()});`);
                return `${it}.end()`;
            },
        ],
    },
    http2: {
        imports: "import http2 from 'node:http2';",
        forms: [
            (p, r) => `${instance(p, `http2.connect(${text(HOST)})`)}.request({ ':method': '${r.method}', ':path': (${r.path}) + '?' + new URLSearchParams(${r.query}), ...${r.headers} })`,
        ],
    },
    ofetch: {
        imports: "import { $fetch } from 'ofetch';",
        forms: [
            (p, r) => `$fetch(${r.path}, { baseURL: ${text(HOST)}, method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `$fetch(${r.url}, { method: '${r.method}', params: ${r.query}, headers: ${fetchHeaders(p, r.headers, r.inside)} })`,
            (p, r) => `${instance(p, `$fetch.create({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)}, query: ${map(p, PARAMETERS)} })`)}(${r.path}, { method: '${r.method}', headers: ${r.headers} })`,
            (p, r) => {
                const it = instance(p, `$fetch.create({ baseURL: ${text(HOST)}, onRequest({ options }${any(p)}) { options.headers.set(${text(p.pick(HEADERS))}, ${p.value()}); } })`);
                return `${it}(${r.path}, { method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`;
            },
        ],
    },
    wretch: {
        imports: "import wretch from 'wretch';",
        forms: [
            (p, r) => `wretch(${whole(r)}).headers(${r.headers}).${small(r)}(${withBody(r) ? '{ a: 1 }' : ''}).res()`,
            (p, r) => `${instance(p, `wretch(${text(HOST)}).headers(${map(p, HEADERS)})`)}.url(${r.path}).headers(${r.headers}).auth('token').${small(r)}().res()`,
        ],
    },
    phin: {
        imports: "import phin from 'phin';",
        forms: [(p, r) => `phin({ url: ${whole(r)}, method: '${r.method}', headers: ${r.headers} })`],
    },
    request: {
        imports: "import request from 'request';",
        forms: [
            (p, r) => `new Promise((done) => request({ url: ${r.url}, method: '${r.method}', qs: ${r.query}, headers: ${r.headers} }, done))`,
            (p, r) => `new Promise((done) => request.${small(r)}(${r.url}, { qs: ${r.query}, headers: ${r.headers} }, done))`,
            (p, r) => `new Promise((done) => ${instance(p, `request.defaults({ headers: ${map(p, HEADERS)}, qs: ${map(p, PARAMETERS)} })`)}({ uri: ${r.url}, method: '${r.method}', qs: ${r.query} }, done))`,
            (p, r) => `new Promise((done) => ${instance(p, `request.defaults({ baseUrl: ${text(HOST)}, auth: { bearer: 'token' } })`)}.${small(r)}({ uri: ${r.path}, headers: ${r.headers} }, done))`,
        ],
    },
    unirest: {
        imports: "import unirest from 'unirest';",
        forms: [(p, r) => `new Promise((done) => unirest.${small(r)}(${r.url}).headers(${r.headers}).query(${r.query}).end(done))`],
    },
    bent: {
        imports: "import bent from 'bent';",
        forms: [
            (p, r) => `${instance(p, `bent(${text(HOST)}, '${r.method}')`)}(\`\${${r.path}}?\${new URLSearchParams(${r.query})}\`, undefined, ${r.headers})`,
        ],
    },
    openapiFetch: {
        imports: "import createClient from 'openapi-fetch';",
        forms: [
            (p, r) => `${instance(p, `createClient({ baseUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} })`)}.${r.method}(${r.path}, { params: { query: ${r.query} }, headers: ${r.headers} })`,
            (p, r) => {
                const it = instance(p, `createClient({ baseUrl: ${text(HOST)} })`);
                p.declare(`${it}.use({ onRequest({ request }${any(p)}) { request.headers.set(${text(p.pick(HEADERS))}, ${p.value()}); return request; } });`);
                return `${it}.${r.method}(${r.path}, { params: { query: ${r.query} }, headers: ${r.headers} })`;
            },
        ],
    },
    betterFetch: {
        imports: "import { betterFetch, createFetch } from '@better-fetch/fetch';",
        forms: [
            (p, r) => `betterFetch(${r.url}, { method: '${r.method}', query: ${r.query}, headers: ${r.headers} })`,
            (p, r) => `${instance(p, `createFetch({ baseURL: ${text(HOST)}, headers: ${map(p, HEADERS)}, auth: { type: 'Bearer', token: 't' } })`)}(${r.path}, { method: '${r.method}', query: ${r.query} })`,
        ],
    },
    upFetch: {
        imports: "import { up } from 'up-fetch';",
        forms: [(p, r) => `${instance(p, `up(fetch, () => ({ baseUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} }))`)}(${r.path}, { method: '${r.method}', params: ${r.query}, headers: ${r.headers} })`],
    },
    urllib: {
        imports: "import { request as urllib } from 'urllib';",
        forms: [(p, r) => (withBody(r) || r.method === 'DELETE' ? `urllib(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })` : `urllib(${r.url}, { method: 'GET', data: ${r.query}, headers: ${r.headers} })`)],
    },
    octokit: {
        imports: "import { request as octokit } from '@octokit/request';",
        forms: [
            (p, r) => `octokit({ method: '${r.method}', baseUrl: ${text(HOST)}, url: \`\${${r.path}}?\${new URLSearchParams(${r.query})}\`, headers: ${r.headers} })`,
            (p, r) => `${instance(p, `octokit.defaults({ baseUrl: ${text(HOST)}, headers: ${map(p, HEADERS)} })`)}(\`${r.method} \${${r.path}}\`, { headers: ${r.headers} })`,
        ],
    },
    actions: {
        imports: "import { HttpClient } from '@actions/http-client';",
        forms: [
            (p, r) => {
                const it = instance(p, `new HttpClient('agent', [], { headers: ${map(p, HEADERS)} })`);
                return withBody(r) ? `${it}.${small(r)}(${whole(r)}, '{}', ${r.headers})` : `${it}.${r.method === 'DELETE' ? 'del' : 'get'}(${whole(r)}, ${r.headers})`;
            },
        ],
    },
    jquery: {
        imports: "import $ from 'jquery';",
        forms: [
            (p, r) => `$.ajax({ url: ${whole(r)}, type: '${r.method}', headers: ${r.headers} })`,
            (p, r) => `$.ajax({ url: ${r.url}, method: 'GET', data: ${r.query}, headers: ${r.headers} })`,
            (p, r) => {
                p.declare(`$.ajaxSetup({ headers: ${map(p, HEADERS)} });`);
                return `$.ajax(${whole(r)}, { method: '${r.method}', headers: ${r.headers} })`;
            },
            (p, r) => `$.ajax({ url: ${whole(r)}, method: '${r.method}', beforeSend(xhr${any(p)}) { xhr.setRequestHeader(${text(p.pick(HEADERS))}, ${p.value()}); if (${p.condition()}) xhr.setRequestHeader(${text(p.pick(HEADERS))}, ${p.value()}); } })`,
            (p, r) => `$.getJSON(${r.url}, ${r.query})`,
        ],
    },
    xhr: {
        forms: [
            (p, r) => {
                const it = p.name('xhr');
                const set = p.pick([
                    `for (const [name, value] of Object.entries(${r.headers})) ${it}.setRequestHeader(name, value${p.ts(' as string')});`,
                    `Object.entries(${r.headers}).forEach(([name, value]) => ${it}.setRequestHeader(name, value${p.ts(' as string')}));`,
                ]);
                return `(() => {\n    const ${it} = new XMLHttpRequest();\n    ${it}.open('${r.method}', ${whole(r)});\n    ${set}\n    ${it}.send();\n})()`;
            },
        ],
    },
};
