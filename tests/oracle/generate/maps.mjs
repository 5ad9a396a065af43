// Expressions for an object of names and values: what programs do with headers and queries before they send them.

import { HEADERS, text } from './program.mjs';

const record = (p) => p.ts(': Record<string, any>');
const any = (p) => p.ts(': any');

/** Idioms of both languages. `inner()` is another map, `entry()` one entry, `literal()` a map that is written out. */
const IDIOMS = {
    literal: (p, { literal }) => literal(),
    variable: (p, { inner }) => {
        const it = p.name('map');
        p.declare(`const ${it} = ${inner()};`);
        return it;
    },
    spreadFirst: (p, { inner, entry }) => `{ ...${inner()}, ${entry()} }`,
    spreadLast: (p, { inner, entry }) => `{ ${entry()}, ...${inner()} }`,
    spreadMaybe: (p, { inner, entry }) => `{ ${entry()}, ...(${p.condition()} && ${inner()}) }`,
    spreadEither: (p, { inner, entry }) => `{ ${entry()}, ...(${p.condition()} ? ${inner()} : {}) }`,
    either: (p, { inner }) => `(${p.condition()} ? ${inner()} : ${inner()})`,
    written: (p, { inner, key }) => {
        const it = p.name('written');
        p.declare(`const ${it}${record(p)} = ${inner()};\n${it}[${key()}] = ${p.value()};`);
        return it;
    },
    writtenMaybe: (p, { inner, key }) => {
        const it = p.name('maybe');
        p.declare(`const ${it}${record(p)} = ${inner()};\nif (${p.condition()}) {\n    ${it}[${key()}] = ${p.value()};\n}`);
        return it;
    },
    writtenUnless: (p, { inner, key }) => {
        const it = p.name('unless');
        p.declare(`const ${it}${record(p)} = ${inner()};\n${it}[${key()}] ??= ${p.value()};\n${p.condition()} || (${it}[${key()}] = ${p.value()});`);
        return it;
    },
    reassigned: (p, { inner }) => {
        const it = p.name('held');
        p.declare(`let ${it}${record(p)} = ${inner()};\nif (${p.condition()}) ${it} = ${inner()};`);
        return it;
    },
    assignedLater: (p, { inner }) => {
        const it = p.name('late');
        p.declare(`let ${it}${any(p)};\nif (${p.condition()}) {\n    ${it} = ${inner()};\n} else {\n    ${it} = ${inner()};\n}`);
        return it;
    },
    switched: (p, { inner, literal, key }) => {
        const it = p.name('chosen');
        p.declare(`const ${it}${record(p)} = ${literal()};\nswitch (process.env.FLAG_A) {\n    case 'on':\n        Object.assign(${it}, ${inner()});\n        break;\n    case undefined:\n        ${it}[${key()}] = ${p.value()};\n        // falls through\n    default:\n        ${it}[${key()}] = ${p.value()};\n}`);
        return it;
    },
    setter: (p, { inner, literal }) => {
        const it = p.name('state');
        p.declare(`let ${it}${record(p)} = ${literal()};\nfunction set${it}(value${any(p)}) {\n    ${it} = { ...${it}, ...value };\n}\nset${it}(${inner()});`);
        return it;
    },
    deleted: (p, { inner, key }) => {
        const it = p.name('less');
        p.declare(`const ${it}${record(p)} = { ...${inner()} };\ndelete ${it}[${key()}];`);
        return it;
    },
    deletedMaybe: (p, { inner, key }) => {
        const it = p.name('less');
        p.declare(`const ${it}${record(p)} = { ...${inner()} };\nif (${p.condition()}) Reflect.deleteProperty(${it}, ${key()});`);
        return it;
    },
    omitted: (p, { inner, key }) => {
        const it = p.name('rest');
        p.declare(`const { [${key()}]: dropped${it}, ...${it} } = ${inner()}${p.ts(' as any')};`);
        return it;
    },
    assign: (p, { inner }) => `Object.assign({}, ${inner()}, ${inner()})`,
    assignInto: (p, { inner }) => {
        const it = p.name('into');
        p.declare(`const ${it} = {};\nObject.assign(${it}, ${inner()}, ${p.condition()} ? ${inner()} : null);`);
        return it;
    },
    entries: (p, { inner }) => `Object.fromEntries(Object.entries(${inner()}))`,
    filtered: (p, { inner }) => `Object.fromEntries(Object.entries(${inner()}).filter(([, value]) => value !== undefined))`,
    filteredNames: (p, { inner, key }) => `Object.fromEntries(Object.entries(${inner()}).filter(([name]) => name !== ${key()}))`,
    mapped: (p, { inner }) => `Object.fromEntries(Object.entries(${inner()}).map(([name, value]) => [name.toLowerCase(), String(value)]))`,
    prefixed: (p, { inner }) => `Object.fromEntries(Object.entries(${inner()}).map(([name, value]) => [\`x-\${name}\`, value]))`,
    flat: (p, { inner }) => `Object.fromEntries([${inner()}, ${inner()}].flatMap((one) => Object.entries(one)))`,
    ofMap: (p, { inner, key }) => {
        const it = p.name('kept');
        p.declare(`const ${it} = new Map${p.ts('<string, any>')}(Object.entries(${inner()}));\n${it}.set(${key()}, ${p.value()});\n${it}.delete(${key()});`);
        return `Object.fromEntries(${it})`;
    },
    parsed: (p, { inner }) => `JSON.parse(JSON.stringify(${inner()}))`,
    frozen: (p, { inner }) => `Object.freeze(${inner()})`,
    created: (p, { inner, key }) => {
        const it = p.name('proto');
        p.declare(`const ${it} = Object.assign(Object.create(null), ${inner()});\nObject.defineProperty(${it}, ${key()}, { value: ${p.value()}, enumerable: true, configurable: true, writable: true });`);
        return it;
    },
    made: (p, { inner }) => {
        const it = p.name('make');
        p.declare(`function ${it}() {\n    return ${inner()};\n}`);
        return `${it}()`;
    },
    madeEarly: (p, { inner }) => {
        const it = p.name('make');
        p.declare(`function ${it}() {\n    if (${p.condition()}) return ${inner()};\n    return ${inner()};\n}`);
        return `${it}()`;
    },
    madeOf: (p, { inner, entry }) => {
        const it = p.name('with');
        p.declare(`const ${it} = (more${any(p)} = {}) => ({ ${entry()}, ...more });`);
        return p.chance(0.3) ? `${it}()` : `${it}(${inner()})`;
    },
    madeTried: (p, { inner, literal }) => {
        const it = p.name('attempt');
        p.declare(`function ${it}() {\n    try {\n        if (${p.condition()}) throw new Error('no');\n        return ${inner()};\n    } catch {\n        return ${literal()};\n    }\n}`);
        return `${it}()`;
    },
    curried: (p, { inner }) => {
        const it = p.name('curry');
        p.declare(`const ${it} = (one${any(p)}) => (other${any(p)}) => ({ ...one, ...other });`);
        return `${it}(${inner()})(${inner()})`;
    },
    restParameters: (p, { inner }) => {
        const it = p.name('join');
        p.declare(`function ${it}(...all${p.ts(': any[]')}) {\n    return Object.assign({}, ...all);\n}`);
        return `${it}(${inner()}, ${inner()})`;
    },
    destructured: (p, { inner, entry }) => {
        const it = p.name('from');
        p.declare(`function ${it}({ extra, ...rest }${any(p)}) {\n    return { ...rest, ...extra };\n}`);
        return `${it}({ ${entry()}, extra: ${inner()} })`;
    },
    destructuredState: (p, { inner, literal }) => {
        const it = p.name('store');
        p.declare(`const ${it}${any(p)} = { map: ${literal()}, other: 1 };\nfunction change${it}() {\n    ${it}.map = ${inner()};\n}\nchange${it}();\nconst { map: ${it}Map } = ${it};`);
        return `${it}Map`;
    },
    destructuredEarly: (p, { inner, literal }) => {
        const it = p.name('early');
        p.declare(`const ${it}${any(p)} = { map: ${literal()} };\nconst { map: ${it}Map } = ${it};\n${it}.map = ${inner()};\n${it}.map[${text('X-After')}] = 'later';`);
        return `${it}Map`;
    },
    arrayParts: (p, { inner, literal }) => {
        const it = p.name('parts');
        p.declare(`const [${it}First, ${it}Second = ${literal()}]${p.ts(': any[]')} = [${inner()}];`);
        return `{ ...${it}First, ...${it}Second }`;
    },
    getter: (p, { inner, entry }) => {
        const it = p.name('Config');
        p.declare(`class ${it} {\n    #kept = ${inner()};\n    get map() {\n        return { ...this.#kept, ${entry()} };\n    }\n}`);
        return `new ${it}().map`;
    },
    getterStatic: (p, { inner, literal }) => {
        const it = p.name('Settings');
        p.declare(`class ${it} {\n    static #shared${record(p)} = ${literal()};\n    static get map() {\n        return ${it}.#shared;\n    }\n    static set map(value) {\n        ${it}.#shared = value;\n    }\n}\n${it}.map = { ...${it}.map, ...${inner()} };`);
        return `${it}.map`;
    },
    getterElsewhere: (p, { inner, literal }) => {
        const it = p.name('current');
        p.declare(`const ${it}${any(p)} = { value: ${literal()}, get map() { return ${it}.value; } };\n${it}.value = ${inner()};`);
        return `${it}.map`;
    },
    getterOfState: (p, { literal, key }) => {
        const it = p.name('session');
        p.declare(`const ${it}${any(p)} = { key: '' };\nconst ${it}View = { get map() { return ${it}.key ? { ${key()}: ${it}.key } : ${literal()}; } };\nif (${p.condition()}) ${it}.key = 'now';`);
        return `${it}View.map`;
    },
    privateState: (p, { inner, literal }) => {
        const it = p.name('Private');
        p.declare(`class ${it} {\n    #map${record(p)} = ${literal()};\n    with(more${any(p)}) {\n        this.#map = { ...this.#map, ...more };\n        return this;\n    }\n    all() {\n        return this.#map;\n    }\n}`);
        return `new ${it}().with(${inner()}).all()`;
    },
    privateLater: (p, { inner, literal }) => {
        const it = p.name('Held');
        p.declare(`class ${it} {\n    #map${record(p)} = ${literal()};\n    #fill() {\n        if (${p.condition()}) Object.assign(this.#map, ${inner()});\n    }\n    constructor() {\n        this.#fill();\n    }\n    all() {\n        return this.#map;\n    }\n}`);
        return `new ${it}().all()`;
    },
    statics: (p, { inner, literal }) => {
        const it = p.name('Statics');
        p.declare(`class ${it} {\n    static shared${record(p)} = ${literal()};\n    static add(more${any(p)}) {\n        ${it}.shared = { ...${it}.shared, ...more };\n    }\n}\n${it}.add(${inner()});`);
        return `${it}.shared`;
    },
    staticBlock: (p, { inner, literal }) => {
        const it = p.name('Block');
        p.declare(`class ${it} {\n    static shared${record(p)} = ${literal()};\n    static {\n        if (${p.condition()}) Object.assign(this.shared, ${inner()});\n    }\n}`);
        return `${it}.shared`;
    },
    method: (p, { inner }) => {
        const it = p.name('Maker');
        p.declare(`class ${it} {\n    ${p.ts('base: any;\n    ')}constructor(base${any(p)}) {\n        this.base = base;\n    }\n    map(more${any(p)}) {\n        return { ...this.base, ...more };\n    }\n}`);
        return `new ${it}(${inner()}).map(${inner()})`;
    },
    inherited: (p, { inner, literal, entry }) => {
        const it = p.name('Derived');
        p.declare(`class Base${it} {\n    own()${record(p)} {\n        return ${literal()};\n    }\n    map()${record(p)} {\n        return { ...this.own(), ${entry()} };\n    }\n}\nclass ${it} extends Base${it} {\n    own()${record(p)} {\n        return { ...super.own(), ...${inner()} };\n    }\n}`);
        return p.chance(0.3) ? `new Base${it}().map()` : `new ${it}().map()`;
    },
    inheritedFields: (p, { inner, literal }) => {
        const it = p.name('Child');
        p.declare(`class Parent${it} {\n    map${record(p)} = ${literal()};\n    constructor(more${any(p)}) {\n        Object.assign(this.map, more);\n    }\n}\nclass ${it} extends Parent${it} {\n    constructor() {\n        super(${inner()});\n        if (${p.condition()}) this.map = ${literal()};\n    }\n}`);
        return `new ${it}().map`;
    },
    shadowedField: (p, { inner, literal }) => {
        const it = p.name('Shadow');
        p.declare(`class Over${it} {\n    map${record(p)} = ${inner()};\n}\nclass ${it} extends Over${it} {\n    map = ${literal()};\n}`);
        return `new ${it}().map`;
    },
    mixin: (p, { inner, literal }) => {
        const it = p.name('mixed');
        p.declare(`const ${it} = (Base${any(p)}) => class extends Base {\n    map() {\n        return { ...super.map(), ...${inner()} };\n    }\n};\nclass Of${it} extends ${it}(class { map() { return ${literal()}; } }) {}`);
        return `new Of${it}()${p.ts('!')}.map()`;
    },
    prototypes: (p, { inner, literal }) => {
        if (p.typed) return literal();
        const it = p.name('Old');
        p.declare(`function ${it}(more) {\n    this.more = more;\n}\n${it}.prototype.map = function () {\n    return { ...${literal()}, ...this.more };\n};`);
        return `new ${it}(${inner()}).map()`;
    },
    reduced: (p, { key }) => `[${key()}, ${key()}].reduce((all${any(p)}, name) => ({ ...all, [name]: ${p.value()} }), {})`,
    reducedInto: (p, { inner }) => `Object.entries(${inner()}).reduce((all${any(p)}, [name, value]) => { if (value) all[name] = value; return all; }, {})`,
    reducedMaps: (p, { inner }) => `[${inner()}, ${p.condition()} ? ${inner()} : null].filter(Boolean).reduce((all${any(p)}, one${any(p)}) => Object.assign(all, one), {})`,
    looped: (p, { inner }) => {
        const it = p.name('looped');
        p.declare(`const ${it}${record(p)} = {};\nfor (const [name, value] of Object.entries(${inner()})) {\n    ${it}[name] = value;\n}`);
        return it;
    },
    loopedIn: (p, { inner }) => {
        const it = p.name('copied');
        const from = p.name('source');
        p.declare(`const ${from}${record(p)} = ${inner()};\nconst ${it}${record(p)} = {};\nfor (const name in ${from}) {\n    if (${p.condition()}) ${it}[name] = ${from}[name];\n}`);
        return it;
    },
    loopedNames: (p, { inner, key }) => {
        const it = p.name('taken');
        const from = p.name('source');
        p.declare(`const ${from}${record(p)} = ${inner()};\nconst ${it}${record(p)} = {};\nfor (const name of [${key()}, ${key()}]) {\n    if (${from}[name] === undefined) continue;\n    ${it}[name] = ${from}[name];\n}`);
        return it;
    },
    loopedEach: (p, { inner }) => {
        const it = p.name('each');
        const from = p.name('source');
        p.declare(`const ${from}${record(p)} = ${inner()};\nconst ${it}${record(p)} = {};\nObject.keys(${from}).forEach((name) => {\n    ${it}[name] = ${from}[name];\n});`);
        return it;
    },
    loopedWhile: (p, { inner }) => {
        const it = p.name('queue');
        p.declare(`const ${it}${p.ts(': any[]')} = [${inner()}, ${inner()}];\nlet ${it}All${record(p)} = {};\nwhile (${it}.length > 0) {\n    ${it}All = { ...${it}All, ...${it}.shift() };\n}`);
        return `${it}All`;
    },
    loopedIndex: (p, { key }) => {
        const it = p.name('numbered');
        p.declare(`const ${it}${record(p)} = {};\nconst ${it}Names = [${key()}, ${key()}, ${key()}];\nfor (let at = 0; at < ${it}Names.length; at += 1) {\n    if (at === 1 && ${p.condition()}) break;\n    ${it}[${it}Names[at]] = ${p.value()};\n}`);
        return it;
    },
    generator: (p, { inner }) => {
        const it = p.name('pairs');
        p.declare(`function* ${it}()${p.ts(': Generator<[string, any]>')} {\n    yield* Object.entries(${inner()});\n    if (${p.condition()}) yield ['X-Generated', 'g'];\n}`);
        return `Object.fromEntries(${it}())`;
    },
    closure: (p, { inner, literal }) => {
        const it = p.name('scoped');
        p.declare(`const ${it} = (() => {\n    let kept${record(p)} = ${literal()};\n    return { set(more${any(p)}) { kept = { ...kept, ...more }; }, all: () => kept };\n})();\n${it}.set(${inner()});`);
        return `${it}.all()`;
    },
    closureMaybe: (p, { inner, literal }) => {
        const it = p.name('guarded');
        p.declare(`function make${it}() {\n    const kept${record(p)} = ${literal()};\n    const login = (more${any(p)}) => void Object.assign(kept, more);\n    const all = () => ({ ...kept });\n    return { login, all };\n}\nconst ${it} = make${it}();\nif (${p.condition()}) ${it}.login(${inner()});`);
        return `${it}.all()`;
    },
    memo: (p, { inner }) => {
        const it = p.name('memo');
        p.declare(`let ${it}${any(p)} = null;\nfunction get${it}() {\n    ${it} ??= ${inner()};\n    return ${it};\n}`);
        return `get${it}()`;
    },
    memoMap: (p, { inner }) => {
        const it = p.name('cache');
        p.declare(`const ${it} = new Map${p.ts('<string, any>')}();\nfunction get${it}(name${p.ts(': string')}) {\n    if (!${it}.has(name)) ${it}.set(name, ${inner()});\n    return ${it}.get(name);\n}`);
        return `get${it}('main')`;
    },
    exported: (p, { literal }) => {
        const it = p.name('shared');
        p.elsewhere('library', `export const ${it} = ${literal()};`, it);
        return it;
    },
    exportedState: (p, { literal }) => {
        const it = p.name('live');
        p.elsewhere('library', `export let ${it}${record(p)} = ${literal()};\nexport function change${it}(value${any(p)}) {\n    ${it} = value;\n}`, it, `change${it}`);
        p.declare(`change${it}(${literal()});`);
        return it;
    },
    exportedStateElsewhere: (p, { literal }) => {
        const it = p.name('live');
        p.elsewhere('library', `export let ${it}${record(p)} = ${literal()};\nexport function change${it}(value${any(p)}) {\n    ${it} = value;\n}`, it);
        p.inside('setup', () => {
            p.take('library', `change${it}`);
            p.declare(`change${it}(${literal()});`);
        });
        p.main.imports.add(`import './setup${p.typed ? '' : '.mjs'}';`);
        return it;
    },
    exportedObject: (p, { literal, key }) => {
        const it = p.name('config');
        p.elsewhere('library', `export const ${it}${any(p)} = { map: ${literal()} };`, it);
        p.inside('setup', () => {
            p.take('library', it);
            p.declare(p.pick([`${it}.map[${key()}] = ${p.value()};`, `${it}.map = ${literal()};`, `if (${p.condition()}) Object.assign(${it}.map, ${literal()});`]));
        });
        p.main.imports.add(`import './setup${p.typed ? '' : '.mjs'}';`);
        return `${it}.map`;
    },
    exportedNever: (p, { literal }) => {
        // A setter that somebody else calls, in a file that this program never loads.
        const it = p.name('other');
        p.elsewhere('library', `export let ${it}${record(p)} = ${literal()};\nexport function change${it}(value${any(p)}) {\n    ${it} = value;\n}`, it);
        p.inside('browser', () => {
            p.take('library', `change${it}`);
            p.declare(`change${it}(${literal()});`);
        });
        return it;
    },
    barrel: (p, { literal }) => {
        const it = p.name('through');
        p.other('library').lines.push(`export const ${it} = ${literal()};`);
        p.other('index').lines.push(`export { ${it} as ${it}Again } from './library${p.typed ? '' : '.mjs'}';`);
        p.take('index', `${it}Again`);
        return `${it}Again`;
    },
    namespaceImport: (p, { literal }) => {
        const it = p.name('whole');
        p.other('library').lines.push(`export const ${it} = ${literal()};`);
        p.file.imports.add(`import * as library from './library${p.typed ? '' : '.mjs'}';`);
        if (p.file === p.others.get('library')) return it;
        return `library.${it}`;
    },
    bound: (p, { inner }) => {
        const it = p.name('bound');
        p.declare(`const ${it} = function (${p.ts('this: any, ')}more${any(p)}) {\n    return { ...this.base, ...more };\n}.bind({ base: ${inner()} });`);
        return `${it}(${inner()})`;
    },
    applied: (p, { inner }) => {
        const it = p.name('apply');
        p.declare(`function ${it}(${p.ts('this: any, ')}more${any(p)}) {\n    return Object.assign({}, this, more);\n}`);
        return `${it}.call(${inner()}, ${inner()})`;
    },
    cloned: (p, { inner }) => `structuredClone(${inner()})`,
    knownLater: (p, { inner }) => {
        const it = p.name('later');
        p.declare(`async function ${it}() {\n    return ${inner()};\n}\nconst ${it}Known = await ${it}();`);
        return `${it}Known`;
    },
    promised: (p, { inner }) => {
        const it = p.name('settled');
        p.declare(`const [${it}]${any(p)} = await Promise.all([Promise.resolve(${inner()}).then((map${any(p)}) => ({ ...map }))]);`);
        return it;
    },
    callback: (p, { inner, literal }) => {
        const it = p.name('given');
        p.declare(`let ${it}${record(p)} = ${literal()};\nconst use${it} = (then${any(p)}) => then(${inner()});\nuse${it}((map${any(p)}) => {\n    ${it} = map;\n});`);
        return it;
    },
    byName: (p, { inner, literal }) => {
        const it = p.name('table');
        p.declare(`const ${it}${any(p)} = { production: ${inner()}, test: ${literal()} };`);
        return `(${it}[process.env.FLAG_A === 'on' ? 'production' : 'test'])`;
    },
    byUnknownName: (p, { inner, literal }) => {
        const it = p.name('table');
        p.declare(`const ${it}${any(p)} = { on: ${inner()}, other: ${literal()} };`);
        return `(${it}[process.env.FLAG_A ?? ''] ?? ${it}.other)`;
    },
    fallback: (p, { inner, literal }) => {
        const it = p.name('first');
        p.declare(`const ${it}${any(p)} = ${p.condition()} ? undefined : ${inner()};`);
        return `(${it} ?? ${literal()})`;
    },
    optional: (p, { inner, literal }) => {
        const it = p.name('deep');
        p.declare(`const ${it}${any(p)} = ${p.condition()} ? { inner: { map: ${inner()} } } : {};`);
        return `{ ...${literal()}, ...${it}.inner?.map }`;
    },
    computed: (p, { key }) => {
        const it = p.name('NAMES');
        p.declare(`const ${it} = { one: ${key()}, other: 'X-' + 'Computed' };`);
        return `{ [${it}.one]: ${p.value()}, [${it}.other]: 'c', [\`X-\${'Tem'}plate\`]: 't' }`;
    },
    environment: (p, { key }) => {
        const it = p.name('env');
        p.declare(`const { VALUE_A: ${it}A, VALUE_B: ${it}B = 'none' } = process.env;\nconst ${it} = process.env;`);
        return `{ ${key()}: ${it}A, ${key()}: ${it}B, ...(${it}.FLAG_B && { ${key()}: ${it}.FLAG_B }) }`;
    },
    environmentLoop: (p, { key }) => {
        const it = p.name('vars');
        p.declare(`const ${it}${record(p)} = {};\nfor (const [name, variable] of Object.entries({ ${key()}: 'VALUE_A', ${key()}: 'VALUE_B' })) {\n    const value = process.env[variable];\n    if (value) ${it}[name] = value;\n}`);
        return it;
    },
    builder: (p, { literal, key }) => {
        const it = p.name('Builder');
        p.declare(`class ${it} {\n    ${p.ts('map: any;\n    ')}constructor() {\n        this.map = ${literal()};\n    }\n    add(name${any(p)}, value${any(p)}) {\n        this.map[name] = value;\n        return this;\n    }\n    addIf(condition${any(p)}, name${any(p)}, value${any(p)}) {\n        return condition ? this.add(name, value) : this;\n    }\n    build() {\n        return { ...this.map };\n    }\n}`);
        return `new ${it}().add(${key()}, ${p.value()}).addIf(${p.condition()}, ${key()}, ${p.value()}).build()`;
    },
    piped: (p, { inner, key }) => {
        const it = p.name('pipe');
        p.declare(`const ${it} = (...steps${p.ts(': any[]')}) => (map${any(p)}) => steps.reduce((all, step) => step(all), map);`);
        return `${it}((map${any(p)}) => ({ ...map, ${key()}: ${p.value()} }), (map${any(p)}) => (${p.condition()} ? { ...map, ${key()}: 'p' } : map))(${inner()})`;
    },
    listened: (p, { literal, inner }) => {
        const it = p.name('bus');
        p.declare(`const ${it}${any(p)} = { listeners: [], on(then${any(p)}) { this.listeners.push(then); }, emit(value${any(p)}) { for (const one of this.listeners) one(value); } };\nlet ${it}Map${record(p)} = ${literal()};\n${it}.on((value${any(p)}) => { ${it}Map = value; });\n${it}.emit(${inner()});`);
        return `${it}Map`;
    },
    headersCopied: (p, { inner, key }) => {
        const it = p.name('copy');
        p.declare(`const ${it} = new Headers(${inner()}${p.ts(' as any')});\n${it}.append(${key()}, ${p.value()});`);
        return `Object.fromEntries(${it}.entries())`;
    },
    labelled: (p, { key, literal }) => {
        const it = p.name('outer');
        p.declare(`const ${it}${record(p)} = ${literal()};\nout${it}: for (const one of ['a', 'b']) {\n    for (const name of [${key()}, ${key()}]) {\n        if (one === 'b') break out${it};\n        ${it}[name] = one;\n    }\n}`);
        return it;
    },
    swapped: (p, { inner, literal }) => {
        const it = p.name('swap');
        p.declare(`let ${it}A${any(p)} = ${inner()};\nlet ${it}B${any(p)} = ${literal()};\n[${it}A, ${it}B] = [${it}B, ${it}A];`);
        return `${it}A`;
    },
    alias: (p, { inner, key }) => {
        const it = p.name('alias');
        p.declare(`const ${it}${any(p)} = ${inner()};\nconst ${it}Same = ${it};\n${it}Same[${key()}] = ${p.value()};`);
        return it;
    },
    mutatedByCallee: (p, { inner, key }) => {
        const it = p.name('sign');
        p.declare(`const ${it}Map${any(p)} = ${inner()};\nfunction ${it}(map${any(p)}) {\n    if (${p.condition()}) map[${key()}] = ${p.value()};\n}\n${it}(${it}Map);`);
        return `${it}Map`;
    },
    recursive: (p, { inner }) => {
        const it = p.name('deepen');
        p.declare(`function ${it}(depth${any(p)}, map${any(p)})${any(p)} {\n    return depth === 0 ? map : ${it}(depth - 1, { ...map, ['X-Depth-' + depth]: 'd' });\n}`);
        return `${it}(2, ${inner()})`;
    },
};

/** What only TypeScript has. */
const TYPED = {
    enumKeys: (p, { key }) => {
        const it = p.name('Names');
        p.declare(`enum ${it} {\n    One = ${key()},\n    Other = 'X-Enum',\n}`);
        return `{ [${it}.One]: ${p.value()}, [${it}.Other]: 'e' }`;
    },
    constEnum: (p, { key }) => {
        const it = p.name('Fixed');
        p.declare(`const enum ${it} {\n    One = ${key()},\n}`);
        return `{ [${it}.One]: ${p.value()} }`;
    },
    enumOfNumbers: (p, { inner, literal }) => {
        const it = p.name('Mode');
        p.declare(`enum ${it} { Plain, Full }\nconst ${it}Now: ${it} = process.env.FLAG_A === 'on' ? ${it}.Full : ${it}.Plain;`);
        return `(${it}Now === ${it}.Full ? ${inner()} : ${literal()})`;
    },
    satisfies: (p, { inner }) => `(${inner()} satisfies Record<string, unknown>)`,
    asConst: (p, { literal }) => {
        const it = p.name('CONST');
        p.declare(`const ${it} = { map: ${literal()} } as const;`);
        return `${it}.map`;
    },
    asserted: (p, { inner }) => `(${inner()} as unknown as Record<string, string>)!`,
    angle: (p, { inner }) => `(<Record<string, string>>(${inner()} as any))`,
    parameterProperties: (p, { inner, literal }) => {
        const it = p.name('Service');
        p.declare(`class ${it} {\n    constructor(private readonly base: Record<string, any>, public extra: Record<string, any> = ${literal()}) {}\n    map(): Record<string, any> {\n        return { ...this.base, ...this.extra };\n    }\n}`);
        return p.chance(0.5) ? `new ${it}(${inner()}).map()` : `new ${it}(${inner()}, ${inner()}).map()`;
    },
    abstracts: (p, { inner, literal, entry }) => {
        const it = p.name('Concrete');
        p.declare(`abstract class Abstract${it}<T extends object> {\n    protected abstract own(): T;\n    map(): Record<string, any> {\n        return { ${entry()}, ...this.own() };\n    }\n}\nclass ${it} extends Abstract${it}<Record<string, any>> {\n    protected own() {\n        return ${p.chance(0.5) ? inner() : literal()};\n    }\n}`);
        return `new ${it}().map()`;
    },
    namespace: (p, { inner, literal }) => {
        const it = p.name('Space');
        p.declare(`namespace ${it} {\n    export let map: Record<string, any> = ${literal()};\n    export function set(more: Record<string, any>): void {\n        map = { ...map, ...more };\n    }\n}\n${it}.set(${inner()});`);
        return `${it}.map`;
    },
    namespaceWritten: (p, { inner, literal }) => {
        const it = p.name('Space');
        p.declare(`namespace ${it} {\n    export let map: Record<string, any> = ${literal()};\n    export const all = () => map;\n}\nif (${p.condition()}) ${it}.map = ${inner()};`);
        return `${it}.all()`;
    },
    overloads: (p, { inner, literal }) => {
        const it = p.name('over');
        p.declare(`function ${it}(): Record<string, any>;\nfunction ${it}(more: Record<string, any>): Record<string, any>;\nfunction ${it}(more?: Record<string, any>) {\n    return { ...${literal()}, ...more };\n}`);
        return p.chance(0.5) ? `${it}()` : `${it}(${inner()})`;
    },
    generic: (p, { inner }) => {
        const it = p.name('same');
        p.declare(`function ${it}<T,>(value: T, change?: (value: T) => T): T {\n    return change ? change(value) : value;\n}`);
        return `${it}<Record<string, any>>(${inner()}, (map) => ({ ...map, 'X-Generic': 'g' }))`;
    },
    decoratedProperty: (p, { literal, inner }) => {
        const it = p.name('Decorated');
        p.declare(`function give${it}(value: () => any) {\n    return (target: any, name: string) => {\n        Object.defineProperty(target, name, { get: value });\n    };\n}\nclass ${it} {\n    @give${it}(() => (${inner()}))\n    declare map: Record<string, any>;\n    other = ${literal()};\n}`);
        return `new ${it}().map`;
    },
    decoratedMethod: (p, { literal, inner }) => {
        const it = p.name('Wrapped');
        p.declare(`function more${it}(target: any, name: string, descriptor: PropertyDescriptor) {\n    const own = descriptor.value;\n    descriptor.value = function (...all: any[]) {\n        return { ...own.apply(this, all), ...${inner()} };\n    };\n}\nclass ${it} {\n    @more${it}\n    map(): Record<string, any> {\n        return ${literal()};\n    }\n}`);
        return `new ${it}().map()`;
    },
    decoratedClass: (p, { literal, inner }) => {
        const it = p.name('Seen');
        p.declare(`function see${it}(target: any) {\n    target.prototype.map = function () {\n        return ${inner()};\n    };\n}\n@see${it}\nclass ${it} {\n    map(): Record<string, any> {\n        return ${literal()};\n    }\n}`);
        return `new ${it}().map()`;
    },
    interfaces: (p, { inner, entry }) => {
        const it = p.name('Shape');
        p.declare(`interface ${it} {\n    map: Record<string, any>;\n    readonly more?: Record<string, any>;\n}\nconst of${it}: ${it} = { map: ${inner()}, more: { ${entry()} } };`);
        return `{ ...of${it}.map, ...of${it}.more }`;
    },
    definite: (p, { inner }) => {
        const it = p.name('Sure');
        p.declare(`class ${it} {\n    map!: Record<string, any>;\n    static of(map: Record<string, any>): ${it} {\n        const made = new ${it}();\n        made.map = map;\n        return made;\n    }\n}`);
        return `${it}.of(${inner()}).map`;
    },
    typeOnly: (p, { literal }) => {
        const it = p.name('kind');
        p.elsewhere('types', `export type Kind${it} = { [name: string]: string | undefined };\nexport const ${it}: Kind${it} = ${literal()};`, `type Kind${it}`, it);
        p.declare(`const own${it}: Kind${it} = ${it};`);
        return `own${it}`;
    },
    staticSingleton: (p, { literal, inner }) => {
        const it = p.name('Single');
        p.declare(`class ${it} {\n    private static instance?: ${it};\n    private map: Record<string, any> = ${literal()};\n    private constructor() {}\n    static get(): ${it} {\n        return (${it}.instance ??= new ${it}());\n    }\n    add(more: Record<string, any>): void {\n        Object.assign(this.map, more);\n    }\n    all(): Record<string, any> {\n        return this.map;\n    }\n}\n${it}.get().add(${inner()});`);
        return `${it}.get().all()`;
    },
};

/** What nobody can know: the request must be open. */
const UNKNOWN = [
    (p, { entry }) => `{ ${entry()}, ...${p.outside('headers')}() }`,
    (p, { entry }) => `{ ...${p.outside('headers')}(), ${entry()} }`,
    (p, { inner }) => `${p.outside('pick')}(${inner()})`,
    (p, { entry }) => `{ ${entry()}, [${p.outside('name')}()]: ${p.value()} }`,
    (p, { entry }) => `{ ${entry()}, ...${p.outside('state')}.headers }`,
    (p, { entry }) => `{ ${entry()}, ...(${p.condition()} ? ${p.outside('headers')}() : {}) }`,
    (p, { inner }) => {
        const it = p.name('changed');
        p.declare(`const ${it} = ${inner()};\n${p.outside('change')}(${it});`);
        return it;
    },
    (p, { entry }) => {
        const it = p.name('awaited');
        p.declare(`const ${it} = await ${p.outside('later')}();`);
        return `{ ${entry()}, ...${it} }`;
    },
    (p, { inner }) => {
        const it = p.name('watched');
        p.declare(`const ${it} = new Proxy(${inner()}, { ownKeys: (target) => [...Reflect.ownKeys(target), 'x-proxied'], get: (target${p.ts(': any')}, name) => target[name] ?? 'p', getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });`);
        return `{ ...${it} }`;
    },
    (p, { literal }) => {
        const it = p.name('filled');
        p.declare(`const ${it}${p.ts(': any')} = ${literal()};\n${it}[${p.outside('name')}()] = 'n';`);
        return it;
    },
    (p, { literal }) => {
        const it = p.name('held');
        p.declare(`const ${it}${p.ts(': any')} = { map: ${literal()} };\n${p.outside('pick')}(${it}).map = { 'x-put-in': 'p' };`);
        return `${it}.map`;
    },
];

/** What a program can be told to have, each by itself. */
export const MAP_IDIOMS = { plain: IDIOMS, typed: TYPED, unknown: Object.fromEntries(UNKNOWN.map((idiom, at) => [`unknown${at}`, idiom])) };

/** An expression for a map of these names. */
export function map(p, names, depth = 0) {
    const literal = () => p.literal(names);
    const parts = { literal, entry: () => p.entry(names), key: () => text(p.pick(names)), inner: () => map(p, names, depth + 1) };
    if (p.only) {
        const { map: only } = p.only;
        if (!only || depth > 0 || names !== HEADERS) return literal();
        delete p.only.map;
        return only(p, parts);
    }
    if (depth > 2 || p.budget <= 0) return literal();
    p.budget -= 1;
    if (p.chance(0.05)) {
        p.tags.push('unknown');
        return p.pick(UNKNOWN)(p, parts);
    }
    const idioms = p.typed && p.chance(0.5) ? TYPED : IDIOMS;
    const chosen = p.pick(Object.keys(idioms));
    p.tags.push(chosen);
    return idioms[chosen](p, parts);
}
