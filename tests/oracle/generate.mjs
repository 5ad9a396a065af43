// Programs composed at random of what JavaScript programs do with headers, queries and URLs before they send them.
// What a program sends is not written down anywhere: running it tells.

/** Numbers that look random and are the same for the same seed (mulberry32). */
function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

const HEADERS = ['X-LoginRadius-ApiKey', 'X-LoginRadius-ApiSecret', 'X-Request-Id', 'Accept', 'X-Trace', 'X-Tenant'];
const PARAMETERS = ['apikey', 'apisecret', 'fields', 'page', 'lang', 'q'];
const PATHS = ['/identity/v2/manage/account', '/v2/manage/organizations', '/api/v2/role', '/identity/v2/auth/email'];
const HOST = 'https://api.loginradius.com';

class Program {
    constructor(seed) {
        this.next = random(seed);
        this.count = 0;
        this.declarations = [];
        this.library = [];
        this.imports = new Set();
        this.usesOutside = false;
        this.budget = 6;
        this.tags = [];
    }

    pick(all) {
        return all[Math.floor(this.next() * all.length)];
    }

    chance(probability) {
        return this.next() < probability;
    }

    name(stem) {
        this.count += 1;
        return `${stem}${this.count}`;
    }

    declare(text) {
        this.declarations.push(text);
    }

    outside(member) {
        this.usesOutside = true;
        return `outside.${member}`;
    }

    /** A condition, mostly one that nobody can know. */
    condition() {
        return this.pick([
            () => "process.env.FLAG_A === 'on'",
            () => 'process.env.FLAG_B',
            () => "process.env.FLAG_A !== undefined && process.env.FLAG_B === 'on'",
            () => `${this.outside('flag')}()`,
            () => 'true',
            () => '!process.env.FLAG_B',
        ])();
    }

    /** A value for a header or a parameter. */
    value() {
        return this.pick([
            () => 'process.env.VALUE_A',
            () => "'fixed'",
            () => '`v-${process.env.VALUE_A}`',
            () => "(process.env.VALUE_B ?? 'other')",
            () => "String(process.env.VALUE_A)",
        ])();
    }

    /** An expression for an object of names and values. */
    map(names, depth = 0) {
        const entry = () => `${JSON.stringify(this.pick(names))}: ${this.value()}`;
        const literal = () => `{ ${Array.from({ length: 1 + Math.floor(this.next() * 2) }, entry).join(', ')} }`;
        if (depth > 2 || this.budget <= 0) return literal();
        this.budget -= 1;
        const inner = () => this.map(names, depth + 1);
        const idioms = {
            literal,
            variable: () => {
                const it = this.name('map');
                this.declare(`const ${it} = ${inner()};`);
                return it;
            },
            spreadFirst: () => `{ ...${inner()}, ${entry()} }`,
            spreadLast: () => `{ ${entry()}, ...${inner()} }`,
            spreadMaybe: () => `{ ${entry()}, ...(${this.condition()} && ${inner()}) }`,
            spreadEither: () => `{ ${entry()}, ...(${this.condition()} ? ${inner()} : {}) }`,
            either: () => `(${this.condition()} ? ${inner()} : ${inner()})`,
            written: () => {
                const it = this.name('written');
                this.declare(`const ${it} = ${inner()};\n${it}[${JSON.stringify(this.pick(names))}] = ${this.value()};`);
                return it;
            },
            writtenMaybe: () => {
                const it = this.name('maybe');
                this.declare(`const ${it} = ${inner()};\nif (${this.condition()}) {\n    ${it}[${JSON.stringify(this.pick(names))}] = ${this.value()};\n}`);
                return it;
            },
            reassigned: () => {
                const it = this.name('held');
                this.declare(`let ${it} = ${inner()};\nif (${this.condition()}) ${it} = ${inner()};`);
                return it;
            },
            setter: () => {
                const it = this.name('state');
                this.declare(`let ${it} = ${literal()};\nfunction set${it}(value) {\n    ${it} = { ...${it}, ...value };\n}\nset${it}(${inner()});`);
                return it;
            },
            deleted: () => {
                const it = this.name('less');
                this.declare(`const ${it} = { ...${inner()} };\ndelete ${it}[${JSON.stringify(this.pick(names))}];`);
                return it;
            },
            assign: () => `Object.assign({}, ${inner()}, ${inner()})`,
            entries: () => `Object.fromEntries(Object.entries(${inner()}))`,
            filtered: () => `Object.fromEntries(Object.entries(${inner()}).filter(([, value]) => value !== undefined))`,
            made: () => {
                const it = this.name('make');
                this.declare(`function ${it}() {\n    return ${inner()};\n}`);
                return `${it}()`;
            },
            madeOf: () => {
                const it = this.name('with');
                this.declare(`const ${it} = (more = {}) => ({ ${entry()}, ...more });`);
                return this.chance(0.3) ? `${it}()` : `${it}(${inner()})`;
            },
            destructured: () => {
                const it = this.name('from');
                this.declare(`function ${it}({ extra, ...rest }) {\n    return { ...rest, ...extra };\n}`);
                return `${it}({ ${entry()}, extra: ${inner()} })`;
            },
            getter: () => {
                const it = this.name('Config');
                this.declare(`class ${it} {\n    #kept = ${inner()};\n    get map() {\n        return { ...this.#kept, ${entry()} };\n    }\n}`);
                return `new ${it}().map`;
            },
            getterElsewhere: () => {
                const it = this.name('current');
                this.declare(`const ${it} = { value: ${literal()}, get map() { return ${it}.value; } };\n${it}.value = ${inner()};`);
                return `${it}.map`;
            },
            statics: () => {
                const it = this.name('Statics');
                this.declare(`class ${it} {\n    static shared = ${literal()};\n    static add(more) {\n        ${it}.shared = { ...${it}.shared, ...more };\n    }\n}\n${it}.add(${inner()});`);
                return `${it}.shared`;
            },
            method: () => {
                const it = this.name('Maker');
                this.declare(`class ${it} {\n    constructor(base) {\n        this.base = base;\n    }\n    map(more) {\n        return { ...this.base, ...more };\n    }\n}`);
                return `new ${it}(${inner()}).map(${inner()})`;
            },
            reduced: () => `[${JSON.stringify(this.pick(names))}, ${JSON.stringify(this.pick(names))}].reduce((all, name) => ({ ...all, [name]: ${this.value()} }), {})`,
            looped: () => {
                const it = this.name('looped');
                this.declare(`const ${it} = {};\nfor (const [name, value] of Object.entries(${inner()})) {\n    ${it}[name] = value;\n}`);
                return it;
            },
            loopedIn: () => {
                const it = this.name('copied');
                const from = this.name('source');
                this.declare(`const ${from} = ${inner()};\nconst ${it} = {};\nfor (const name in ${from}) {\n    if (${this.condition()}) ${it}[name] = ${from}[name];\n}`);
                return it;
            },
            closure: () => {
                const it = this.name('scoped');
                this.declare(`const ${it} = (() => {\n    let kept = ${literal()};\n    return { set(more) { kept = { ...kept, ...more }; }, all: () => kept };\n})();\n${it}.set(${inner()});`);
                return `${it}.all()`;
            },
            exported: () => {
                const it = this.name('shared');
                this.library.push(`export const ${it} = ${literal()};`);
                this.imports.add(it);
                return it;
            },
            exportedState: () => {
                const it = this.name('live');
                this.library.push(`export let ${it} = ${literal()};\nexport function change${it}(value) {\n    ${it} = value;\n}`);
                this.imports.add(it);
                this.imports.add(`change${it}`);
                this.declare(`change${it}(${literal()});`);
                return it;
            },
            bound: () => {
                const it = this.name('bound');
                this.declare(`const ${it} = function (more) {\n    return { ...this.base, ...more };\n}.bind({ base: ${inner()} });`);
                return `${it}(${inner()})`;
            },
            cloned: () => `structuredClone(${inner()})`,
            unknownMap: () => this.pick([
                () => `{ ${entry()}, ...${this.outside('headers')}() }`,
                () => `{ ...${this.outside('headers')}(), ${entry()} }`,
                () => `${this.outside('pick')}(${inner()})`,
                () => `{ ${entry()}, [${this.outside('name')}()]: ${this.value()} }`,
                () => `{ ${entry()}, ...${this.outside('state')}.headers }`,
                () => `{ ${entry()}, ...(${this.condition()} ? ${this.outside('headers')}() : {}) }`,
            ])(),
            unknownChange: () => {
                const it = this.name('changed');
                this.declare(`const ${it} = ${inner()};\n${this.outside('change')}(${it});`);
                return it;
            },
            unknownLater: () => {
                const it = this.name('awaited');
                this.declare(`const ${it} = await ${this.outside('later')}();`);
                return `{ ${entry()}, ...${it} }`;
            },
            knownLater: () => {
                const it = this.name('later');
                this.declare(`async function ${it}() {\n    return ${inner()};\n}\nconst ${it}Known = await ${it}();`);
                return `${it}Known`;
            },
        };
        const rare = new Set(['unknownMap', 'unknownChange', 'unknownLater']);
        let chosen = this.pick(Object.keys(idioms));
        if (rare.has(chosen) && !this.chance(0.6)) chosen = 'spreadLast';
        this.tags.push(chosen);
        return idioms[chosen]();
    }

    /** An expression for a path of the API. */
    path() {
        const base = this.pick(PATHS);
        return this.pick([
            () => JSON.stringify(base),
            () => `\`${base}/\${process.env.VALUE_A}\``,
            () => `${JSON.stringify(`${base}/`)} + process.env.VALUE_A`,
            () => `[${JSON.stringify(base)}, process.env.VALUE_A].join('/')`,
            () => `(${this.condition()} ? ${JSON.stringify(base)} : ${JSON.stringify(this.pick(PATHS))})`,
            () => {
                const it = this.name('path');
                this.declare(`let ${it} = ${JSON.stringify(base)};\nif (${this.condition()}) ${it} += '/roles';`);
                return it;
            },
            () => {
                const it = this.name('pathOf');
                this.declare(`function ${it}(id = 'all') {\n    return \`${base}/\${id}\`;\n}`);
                return this.chance(0.5) ? `${it}()` : `${it}(process.env.VALUE_A)`;
            },
        ])();
    }

    /** A URL with everything in it: host, path, perhaps a query. */
    url(map) {
        const host = this.pick([
            () => JSON.stringify(HOST),
            () => {
                const it = this.name('HOST');
                this.declare(`const ${it} = ${JSON.stringify(HOST)};`);
                return it;
            },
            () => {
                const it = this.name('settings');
                this.declare(`const ${it} = { api: { base: ${JSON.stringify(HOST)} } };`);
                return `${it}.api.base`;
            },
        ])();
        const path = this.path();
        const plain = `${host} + (${path})`;
        if (!map) return plain;
        return this.pick([
            () => `${plain} + '?' + new URLSearchParams(${map})`,
            () => `\`\${${plain}}?\${new URLSearchParams(${map}).toString()}\``,
            () => {
                const it = this.name('url');
                this.declare(`const ${it} = new URL(${plain});\nfor (const [name, value] of Object.entries(${map})) ${it}.searchParams.set(name, value);`);
                return `${it}.toString()`;
            },
            () => {
                const it = this.name('address');
                this.declare(`const ${it} = new URL((${path}), ${host});\n${it}.search = new URLSearchParams(${map});`);
                return it;
            },
            () => {
                const it = this.name('search');
                this.declare(`const ${it} = new URLSearchParams(${map});\nif (${this.condition()}) ${it}.append(${JSON.stringify(this.pick(PARAMETERS))}, ${this.value()});`);
                return `${plain} + '?' + ${it}`;
            },
            () => {
                const it = this.name('pairs');
                this.declare(`const ${it} = Object.entries(${map}).map(([name, value]) => \`\${name}=\${encodeURIComponent(value)}\`).join('&');`);
                return `\`\${${plain}}?\${${it}}\``;
            },
        ])();
    }

    /** Headers in a form that `fetch` takes. */
    fetchHeaders(map) {
        return this.pick([
            () => map,
            () => `new Headers(${map})`,
            () => `Object.entries(${map})`,
            () => {
                const it = this.name('headers');
                this.declare(`const ${it} = new Headers(${map});\n${it}.set(${JSON.stringify(this.pick(HEADERS))}, ${this.value()});`);
                return it;
            },
            () => {
                const it = this.name('headers');
                this.declare(`const ${it} = new Headers(${map});\nif (${this.condition()}) ${it}.delete(${JSON.stringify(this.pick(HEADERS))});`);
                return it;
            },
        ])();
    }

    /** Statements that send, in the client's own words. */
    send() {
        const headers = this.map(HEADERS);
        this.budget += 4;
        const query = this.map(PARAMETERS);
        const method = this.pick(['GET', 'POST', 'PUT', 'DELETE']);
        const small = method.toLowerCase();
        const body = ['POST', 'PUT'].includes(method) ? ", body: JSON.stringify({ a: 1 })" : '';
        const axiosOptions = `{ params: ${query}, headers: ${headers} }`;
        const axiosCall = (client, url) => (['POST', 'PUT'].includes(method) ? `${client}.${small}(${url}, { a: 1 }, ${axiosOptions})` : `${client}.${small}(${url}, ${axiosOptions})`);
        const instance = (make) => {
            const it = this.name('client');
            this.declare(`const ${it} = ${make};`);
            return it;
        };
        const wrapped = (call, parameters, args) => {
            const it = this.name('request');
            return this.pick([
                () => {
                    this.declare(`async function ${it}(${parameters}) {\n    return ${call};\n}`);
                    return `await ${it}(${args});`;
                },
                () => {
                    this.declare(`class ${it}Api {\n    async send(${parameters}) {\n        return ${call};\n    }\n}`);
                    return `await new ${it}Api().send(${args});`;
                },
                () => {
                    this.declare(`const ${it} = { send: async (${parameters}) => ${call} };`);
                    return `await ${it}.send(${args});`;
                },
            ])();
        };
        const forms = {
            fetch: () => `await fetch(${this.url(query)}, { method: '${method}', headers: ${this.fetchHeaders(headers)}${body} });`,
            fetchInit: () => {
                const it = this.name('init');
                this.declare(`const ${it} = { method: '${method}', headers: ${this.fetchHeaders(headers)} };\nif (${this.condition()}) ${it}.headers = ${this.map(HEADERS)};`);
                return `await fetch(${this.url(query)}, ${it});`;
            },
            fetchRequest: () => `await fetch(new Request(${this.url(query)}, { method: '${method}', headers: ${this.fetchHeaders(headers)} }));`,
            fetchWrapper: () => wrapped(`fetch(url, { ...init, headers: { ${JSON.stringify(this.pick(HEADERS))}: ${this.value()}, ...init.headers } })`, 'url, init = {}', this.chance(0.3) ? this.url(query) : `${this.url(query)}, { method: '${method}', headers: ${headers} }`),
            axios: () => {
                this.client = 'axios';
                return `await ${axiosCall('axios', this.url())};`;
            },
            axiosConfig: () => {
                this.client = 'axios';
                return `await axios({ url: ${this.url()}, method: '${small}', params: ${query}, headers: ${headers} });`;
            },
            axiosInstance: () => {
                this.client = 'axios';
                const it = instance(`axios.create({ baseURL: ${JSON.stringify(HOST)}, headers: ${this.map(HEADERS)} })`);
                return `await ${axiosCall(it, this.path())};`;
            },
            axiosInterceptor: () => {
                this.client = 'axios';
                const it = instance(`axios.create({ baseURL: ${JSON.stringify(HOST)} })`);
                const change = this.pick([
                    `config.headers[${JSON.stringify(this.pick(HEADERS))}] = ${this.value()};`,
                    `config.params = { ...config.params, ${JSON.stringify(this.pick(PARAMETERS))}: ${this.value()} };`,
                    `if (${this.condition()}) config.headers[${JSON.stringify(this.pick(HEADERS))}] = ${this.value()};`,
                    `Object.assign(config.headers, ${this.map(HEADERS)});`,
                ]);
                this.declare(`${it}.interceptors.request.use((config) => {\n    ${change}\n    return config;\n});`);
                return `await ${axiosCall(it, this.path())};`;
            },
            axiosDefaults: () => {
                this.client = 'axios';
                this.declare(`axios.defaults.headers.common[${JSON.stringify(this.pick(HEADERS))}] = ${this.value()};\naxios.defaults.baseURL = ${JSON.stringify(HOST)};`);
                return `await ${axiosCall('axios', this.path())};`;
            },
            axiosWrapper: () => {
                this.client = 'axios';
                return wrapped(`axios.request({ url: ${JSON.stringify(HOST)} + path, method: '${small}', params: { ${JSON.stringify(this.pick(PARAMETERS))}: ${this.value()}, ...options.params }, headers: options.headers })`, 'path, options = {}', `${this.path()}, { params: ${query}, headers: ${headers} }`);
            },
            got: () => {
                this.client = 'got';
                return `await got.${small}(${this.url()}, { searchParams: ${query}, headers: ${headers} });`;
            },
            gotExtend: () => {
                this.client = 'got';
                const hook = this.chance(0.4) ? `, hooks: { beforeRequest: [(options) => { options.headers[${JSON.stringify(this.pick(HEADERS).toLowerCase())}] = 'h'; }] }` : '';
                const it = instance(`got.extend({ prefixUrl: ${JSON.stringify(HOST)}, headers: ${this.map(HEADERS)}${hook} })`);
                return `await ${it}.${small}((${this.path()}).slice(1), { searchParams: ${query}, headers: ${headers} });`;
            },
            ky: () => {
                this.client = 'ky';
                return `await ky.${small}(${this.url()}, { searchParams: ${query}, headers: ${headers} }).json();`;
            },
            kyCreate: () => {
                this.client = 'ky';
                const it = instance(`ky.create({ prefixUrl: ${JSON.stringify(HOST)}, headers: ${this.map(HEADERS)} })`);
                return `await ${it}.${small}((${this.path()}).slice(1), { searchParams: ${query}, headers: ${headers} });`;
            },
            superagent: () => {
                this.client = 'superagent';
                return `await superagent.${small}(${this.url()}).set(${headers}).query(${query}).set(${JSON.stringify(this.pick(HEADERS))}, ${this.value()});`;
            },
            superagentSteps: () => {
                this.client = 'superagent';
                const it = this.name('chain');
                this.declare(`const ${it} = superagent.${small}(${this.url()}).query(${query});\nif (${this.condition()}) ${it}.set(${headers});`);
                return `await ${it};`;
            },
            undici: () => {
                this.client = 'undici';
                return `await undici.request(${this.url(query)}, { method: '${method}', headers: ${headers} });`;
            },
            needle: () => {
                this.client = 'needle';
                return ['POST', 'PUT', 'DELETE'].includes(method)
                    ? `await needle('${small}', ${this.url(query)}, {}, { headers: ${headers} });`
                    : `await needle('get', ${this.url()}, ${query}, { headers: ${headers} });`;
            },
            https: () => {
                this.client = 'https';
                return `await new Promise((resolve) => {\n    const made = https.request(${this.url(query)}, { method: '${method}', headers: ${headers} }, resolve);\n    made.end();\n});`;
            },
            httpsOptions: () => {
                this.client = 'https';
                return `https.request({ hostname: 'api.loginradius.com', path: (${this.path()}) + '?' + new URLSearchParams(${query}), method: '${method}', headers: ${headers} }, () => {}).end();`;
            },
            ofetch: () => {
                this.client = 'ofetch';
                return `await $fetch(${this.path()}, { baseURL: ${JSON.stringify(HOST)}, method: '${method}', query: ${query}, headers: ${headers} });`;
            },
            xhr: () => {
                const it = this.name('xhr');
                return `const ${it} = new XMLHttpRequest();\n${it}.open('${method}', ${this.url(query)});\nfor (const [name, value] of Object.entries(${headers})) ${it}.setRequestHeader(name, value);\n${it}.send();`;
            },
        };
        const chosen = this.pick(Object.keys(forms));
        this.tags.push(chosen);
        return forms[chosen]();
    }

    /** The files of the program, by name. */
    files() {
        const send = this.send();
        const clients = {
            axios: "import axios from 'axios';",
            got: "import got from 'got';",
            ky: "import ky from 'ky';",
            superagent: "import superagent from 'superagent';",
            undici: "import * as undici from 'undici';",
            needle: "import needle from 'needle';",
            https: "import https from 'node:https';",
            ofetch: "import { $fetch } from 'ofetch';",
        };
        const lines = [];
        if (this.client) lines.push(clients[this.client]);
        if (this.usesOutside) lines.push("import * as outside from '@unseen/outside';");
        if (this.imports.size > 0) lines.push(`import { ${[...this.imports].join(', ')} } from './library.mjs';`);
        const inFunction = this.chance(0.4);
        const declarations = this.declarations.join('\n');
        if (inFunction) {
            // Some of it inside a function, as programs have it.
            lines.push('', 'export async function main() {', ...`${declarations}\n${send}`.split('\n').map((line) => `    ${line}`), '}', '', 'await main();');
        } else {
            lines.push('', declarations, send);
        }
        const files = { 'main.mjs': `${lines.join('\n')}\n`, 'package.json': '{ "name": "program", "private": true, "type": "module" }\n' };
        if (this.library.length > 0) files['library.mjs'] = `${this.library.join('\n')}\n`;
        return files;
    }
}

/** The files of the program of a seed, and the idioms in it. */
export function generate(seed) {
    const program = new Program(seed);
    return { files: program.files(), tags: program.tags };
}
