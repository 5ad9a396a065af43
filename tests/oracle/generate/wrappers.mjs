// How the call that sends is reached: at once, through functions, classes, layers, other files, tables, queues.

import { HEADERS, PARAMETERS, text } from './program.mjs';

const any = (p) => p.ts(': any');

/**
 * `send(r)` gives the call for expressions of URL, path, query and headers; `given` has those of the request itself. Each
 * wrapper declares what it needs and gives the statement that sends.
 */
export const WRAPPERS = {
    none: (p, send, given) => `await ${send(given)};`,
    function: (p, send, given) => {
        const it = p.name('request');
        p.declare(`async function ${it}(url${any(p)}, options${any(p)} = {}) {\n    return ${send({ url: 'url', path: 'url', query: 'options.query', headers: 'options.headers' })};\n}`);
        return `await ${it}(${given.place}, { query: ${given.query}, headers: ${given.headers} });`;
    },
    adds: (p, send, given) => {
        const it = p.name('request');
        const own = p.entry(HEADERS);
        const more = p.entry(PARAMETERS);
        const headers = p.pick([`{ ${own}, ...options.headers }`, `{ ...options.headers, ${own} }`, `Object.assign({ ${own} }, options.headers)`]);
        p.declare(`async function ${it}(url${any(p)}, options${any(p)} = {}) {\n    return ${send({ url: 'url', path: 'url', query: `{ ${more}, ...options.query }`, headers })};\n}`);
        return p.pick([
            () => `await ${it}(${given.place}, { query: ${given.query}, headers: ${given.headers} });`,
            () => `await ${it}(${given.place}, { headers: ${given.headers} });`,
            () => `await ${it}(${given.place});`,
        ])();
    },
    twice: (p, send, given) => {
        // One wrapper with two callers, that give different things.
        const it = p.name('request');
        p.declare(`async function ${it}(url${any(p)}, query${any(p)}, headers${any(p)}) {\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};\n}`);
        return `await ${it}(${given.place}, ${given.query}, ${given.headers});\nawait ${it}(${given.place}, { other: '1' }, { 'X-Second': '2' });`;
    },
    flag: (p, send, given) => {
        const it = p.name('request');
        p.declare(`async function ${it}(url${any(p)}, query${any(p)}, headers${any(p)}, secured${any(p)} = false) {\n    const all${any(p)} = { ...headers };\n    if (secured) all[${text(p.pick(HEADERS))}] = ${p.value()};\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: 'all' })};\n}`);
        return `await ${it}(${given.place}, ${given.query}, ${given.headers}${p.pick(['', ', true', ', false', `, ${p.condition()}`])});`;
    },
    layers: (p, send, given) => {
        const inner = p.name('send');
        const middle = p.name('call');
        const outer = p.name('get');
        p.declare(`const ${inner} = async (url${any(p)}, { query, headers }${any(p)}) => ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};`);
        p.declare(`function ${middle}(url${any(p)}, options${any(p)} = {}) {\n    return ${inner}(url, { ...options, headers: { ...options.headers, ${p.entry(HEADERS)} } });\n}`);
        p.declare(`const ${outer} = (url${any(p)}, query${any(p)} = {}, more${any(p)} = {}) => ${middle}(url, { query: { ...query, ${p.entry(PARAMETERS)} }, ...more });`);
        return `await ${outer}(${given.place}, ${given.query}, { headers: ${given.headers} });`;
    },
    class: (p, send, given) => {
        const it = p.name('Api');
        p.declare(`class ${it} {\n    async send(url${any(p)}, { query = {}, headers = {} }${any(p)} = {}) {\n        return ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};\n    }\n}`);
        return `await new ${it}().send(${given.place}, { query: ${given.query}, headers: ${given.headers} });`;
    },
    classState: (p, send, given) => {
        const it = p.name('Api');
        p.declare(`class ${it} {\n    ${p.ts('headers: any;\n    ')}#token${any(p)} = null;\n    constructor(headers${any(p)} = {}) {\n        this.headers = headers;\n    }\n    login(token${any(p)}) {\n        this.#token = token;\n        return this;\n    }\n    get #own() {\n        return this.#token ? { Authorization: \`Bearer \${this.#token}\` } : {};\n    }\n    send(url${any(p)}, query${any(p)}) {\n        const headers = { ...this.headers, ...this.#own };\n        return ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};\n    }\n}`);
        const api = p.name('api');
        p.declare(`const ${api} = new ${it}(${given.headers});`);
        p.declare(p.pick([() => '', () => `${api}.login('token');`, () => `if (${p.condition()}) ${api}.login('token');`])());
        return `await ${api}.send(${given.place}, ${given.query});`;
    },
    subclass: (p, send, given) => {
        const it = p.name('Service');
        p.declare(`class Base${it} {\n    headers()${any(p)} {\n        return { ${p.entry(HEADERS)} };\n    }\n    async send(url${any(p)}, query${any(p)}, headers${any(p)}) {\n        const all = { ...this.headers(), ...headers };\n        return ${send({ url: 'url', path: 'url', query: 'query', headers: 'all' })};\n    }\n}\nclass ${it} extends Base${it} {\n    headers()${any(p)} {\n        return ${p.pick([`{ ...super.headers(), ${p.entry(HEADERS)} }`, `{ ${p.entry(HEADERS)} }`])};\n    }\n}`);
        return `await new ${it}().send(${given.place}, ${given.query}, ${given.headers});`;
    },
    object: (p, send, given) => {
        const it = p.name('api');
        p.declare(`const ${it} = {\n    base: ${p.literal(HEADERS)},\n    async send(url${any(p)}, query${any(p)}, headers${any(p)}) {\n        const all = { ...this.base, ...headers };\n        return ${send({ url: 'url', path: 'url', query: 'query', headers: 'all' })};\n    },\n};`);
        return `await ${it}.send(${given.place}, ${given.query}, ${given.headers});`;
    },
    factory: (p, send, given) => {
        const it = p.name('makeApi');
        p.declare(`function ${it}(defaults${any(p)}) {\n    return {\n        send: (url${any(p)}, query${any(p)}) => ${send({ url: 'url', path: 'url', query: 'query', headers: 'defaults' })},\n    };\n}`);
        return `await ${it}(${given.headers}).send(${given.place}, ${given.query});`;
    },
    higherOrder: (p, send, given) => {
        const it = p.name('withHeaders');
        p.declare(`const ${it} = (next${any(p)}) => (url${any(p)}, query${any(p)}, headers${any(p)}) => next(url, query, { ...headers, ${p.entry(HEADERS)} });`);
        const wrapped = p.name('request');
        p.declare(`const ${wrapped} = ${it}(async (url${any(p)}, query${any(p)}, headers${any(p)}) => ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })});`);
        return `await ${wrapped}(${given.place}, ${given.query}, ${given.headers});`;
    },
    library: (p, send, given) => {
        const it = p.name('request');
        p.inside('http', () => {
            const own = p.chance(0.5) ? `{ ${p.entry(HEADERS)}, ...headers }` : 'headers';
            p.declare(`export async function ${it}(url${any(p)}, query${any(p)}, headers${any(p)}) {\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: own })};\n}`);
        });
        p.take('http', it);
        return `await ${it}(${given.place}, ${given.query}, ${given.headers});`;
    },
    libraryLayers: (p, send, given) => {
        const it = p.name('request');
        const call = p.name('fetchAll');
        p.inside('http', () => p.declare(`export async function ${it}(options${any(p)}) {\n    const { url, query, headers } = options;\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};\n}`));
        p.inside('api', () => {
            p.take('http', it);
            p.declare(`export const ${call} = (url${any(p)}, query${any(p)}, headers${any(p)}) => ${it}({ url, query, headers: { ${p.entry(HEADERS)}, ...headers } });`);
        });
        p.take('api', call);
        return `await ${call}(${given.place}, ${given.query}, ${given.headers});`;
    },
    libraryState: (p, send, given) => {
        const it = p.name('request');
        p.inside('http', () => {
            p.declare(`let token${it}${any(p)};\nexport const setToken${it} = (value${any(p)}) => {\n    token${it} = value;\n};\nexport async function ${it}(url${any(p)}, query${any(p)}, headers${any(p)}) {\n    const all${any(p)} = { ...headers };\n    if (token${it}) all.Authorization = token${it};\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: 'all' })};\n}`);
        });
        p.take('http', it, `setToken${it}`);
        p.declare(p.pick([() => '', () => `setToken${it}('t');`, () => `if (${p.condition()}) setToken${it}('t');`])());
        return `await ${it}(${given.place}, ${given.query}, ${given.headers});`;
    },
    either: (p, send, given) => {
        // One flag chooses URL and headers together.
        const it = p.name('mode');
        const url = p.name('target');
        p.declare(`const ${it} = ${p.condition()};\nconst ${url} = ${it} ? ${given.place} : ${given.other};\nconst ${url}Headers${any(p)} = ${it} ? ${given.headers} : { 'X-Other': '1' };`);
        return `await ${send({ url, path: url, query: given.query, headers: `${url}Headers` })};`;
    },
    branches: (p, send, given) => `if (${p.condition()}) {\n    await ${send(given)};\n} else {\n    await ${send({ ...given, headers: `{ ${p.entry(HEADERS)} }` })};\n}`,
    loop: (p, send, given) => `for (const one of [${given.query}, { second: '2' }]) {\n    await ${send({ ...given, query: 'one' })};\n}`,
    all: (p, send, given) => `await Promise.all([${given.headers}, { 'X-Second': '2' }].map((one) => ${send({ ...given, headers: 'one' })}));`,
    thunks: (p, send, given) => {
        const it = p.name('queue');
        p.declare(`const ${it}${p.ts(': any[]')} = [];\n${it}.push(() => ${send(given)});\nfor (const run of ${it}) await run();`);
        return '';
    },
    retried: (p, send, given) => {
        const it = p.name('retry');
        p.declare(`async function ${it}(run${any(p)}, times = 2) {\n    for (let at = 0; at < times; at += 1) {\n        try {\n            return await run();\n        } catch (error) {\n            if (at === times - 1) throw error;\n        }\n    }\n}`);
        return `await ${it}(() => ${send(given)});`;
    },
    tried: (p, send, given) => `try {\n    await ${send(given)};\n} catch {\n    await ${send({ ...given, headers: `{ 'X-Retry': '1' }` })};\n}`,
    spreadArguments: (p, send, given) => {
        const it = p.name('request');
        p.declare(`const ${it} = async (...all${p.ts(': any[]')}) => {\n    const [url, query, headers] = all;\n    return ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })};\n};`);
        return `await ${it}(...${p.ts('(')}[${given.place}, ${given.query}, ${given.headers}]${p.ts(' as const)')});`;
    },
    returned: (p, send, given) => {
        const it = p.name('main');
        p.declare(`const ${it} = () => {\n    const headers = ${given.headers};\n    return ${send({ ...given, headers: 'headers' })};\n};`);
        return `await ${it}();`;
    },
    event: (p, send, given) => {
        const it = p.name('handlers');
        p.declare(`const ${it}${any(p)} = { go: async ({ url, query, headers }${any(p)}) => ${send({ url: 'url', path: 'url', query: 'query', headers: 'headers' })} };`);
        return `await ${it}[process.env.NOTHING ?? 'go']({ url: ${given.place}, query: ${given.query}, headers: ${given.headers} });`;
    },
};
