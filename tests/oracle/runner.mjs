// A process that runs programs, each in a context of its own, with stubs in place of what sends requests. It gets jobs
// from `run.mjs` and answers with the requests that each program really makes.

import fs from 'node:fs';
import { createRequire, isBuiltin, SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { PACKAGES } from './packages.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const STUBS = path.join(here, 'stubs');

/** What programs find without importing it, as far as it may be shared by all of them. */
const SHARED = [
    'AbortController', 'AbortSignal', 'Blob', 'Buffer', 'Event', 'EventTarget', 'FormData', 'Headers', 'Request', 'Response',
    'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'atob', 'btoa', 'clearImmediate', 'clearTimeout', 'crypto',
    'performance', 'queueMicrotask', 'setImmediate', 'structuredClone',
];

/** Modules of Node that do no harm. */
const HARMLESS = ['assert', 'buffer', 'crypto', 'events', 'os', 'path', 'querystring', 'string_decoder', 'url', 'util', 'timers/promises'];

const EXTENSIONS = ['', '.ts', '.mts', '.tsx', '.mjs', '.js', '.cjs', '.jsx', '.json', '/index.ts', '/index.mjs', '/index.js'];

const texts = new Map();
const scripts = new Map();
const maps = new Map();
let typescript;

/** The text of a file as JavaScript; what was TypeScript remembers its lines. */
function text(file) {
    if (texts.has(file)) return texts.get(file);
    let code = fs.readFileSync(file, 'utf8');
    if (/\.(ts|mts|tsx|jsx)$/.test(file)) {
        typescript ??= require(process.env.ORACLE_TYPESCRIPT);
        const made = typescript.transpileModule(code, {
            fileName: file,
            compilerOptions: {
                target: 'ES2022', module: 'ESNext', sourceMap: true, jsx: 'react', isolatedModules: false,
                experimentalDecorators: !/^\/\/ @decorators standard/m.test(code), verbatimModuleSyntax: false,
            },
        });
        maps.set(file, new SourceMap(JSON.parse(made.sourceMapText)));
        code = made.outputText;
    }
    if (!file.startsWith(STUBS) && texts.size > 2000) texts.clear();
    texts.set(file, code);
    return code;
}

function lineOf({ file, line, column }) {
    const entry = maps.get(file)?.findEntry(line - 1, column - 1);
    return entry?.originalLine === undefined ? line : entry.originalLine + 1;
}

/** Anything at all: what a package gives that is not there. */
function anything() {
    const target = function anything() {};
    return new Proxy(target, {
        get: (_, name) => {
            if (name === Symbol.toPrimitive) return () => 'anything';
            if (name === Symbol.iterator) return function* none() {};
            if (typeof name === 'symbol' || name === 'then') return undefined;
            return anything();
        },
        apply: () => anything(),
        construct: () => anything(),
        set: () => true,
    });
}

/** An environment in which every variable is set. */
const everySet = () => new Proxy({}, { get: (kept, name) => kept[name] ?? (typeof name === 'string' && /^[A-Z]/.test(name) ? `value-of-${name.toLowerCase()}` : undefined) });

/** Arguments for a function: texts, and for what is taken apart an object that has every member. */
function argumentsOf(fn) {
    const list = /\(([^]*?)\)\s*(?:=>|\{)/.exec(Function.prototype.toString.call(fn))?.[1] ?? '';
    const members = new Proxy({}, { get: (_, name) => (typeof name === 'string' && name !== 'then' ? `argument-${name}` : undefined) });
    const isTaken = (at) => at === 0 && list.trimStart().startsWith('{');
    return Array.from({ length: Math.max(fn.length, 2) }, (_, at) => {
        if (isTaken(at)) return members;
        return at < 2 ? `argument${at}` : anything();
    });
}

const isModule = (file, code) => /\.(mjs|ts|mts|tsx)$/.test(file) || (!file.endsWith('.cjs') && /^\s*(import\s*[\w{*'"]|export\s)/m.test(code));

/** The names that a module takes of a package, as far as they must exist before it runs. */
function namesTaken(code, specifier) {
    const found = new Set(['default']);
    const escaped = specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    for (const [, list] of code.matchAll(new RegExp(`(?:import|export)\\b[^;'"{}]*\\{([^}]*)\\}\\s*from\\s*['"]${escaped}['"]`, 'g'))) {
        for (const one of list.split(',')) {
            const name = one.trim().replace(/^type\s+/, '').split(/\s+as\s+/)[0];
            if (/^[\w$]+$/.test(name)) found.add(name);
        }
    }
    return found;
}

/** One program in one environment. */
class Program {
    constructor({ folder, environment, strict }) {
        this.folder = folder;
        this.strict = strict;
        this.requests = [];
        this.esm = new Map();
        this.cjs = new Map();
        const globals = Object.fromEntries(SHARED.map((name) => [name, globalThis[name]]));
        const at = (fn, _delay, ...args) => setTimeout(fn, 0, ...args);
        this.sandbox = {
            ...globals,
            setTimeout: at,
            setInterval: at,
            clearInterval: clearTimeout,
            console: Object.fromEntries(['log', 'info', 'warn', 'error', 'debug', 'table', 'time', 'timeEnd', 'trace'].map((name) => [name, () => {}])),
            process: {
                env: environment === 'all' ? everySet() : { ...environment }, argv: ['node', 'program'], platform: 'linux', versions: {}, version: 'v0', exitCode: 0,
                cwd: () => folder, on() {}, once() {}, exit() {}, nextTick: (fn, ...args) => queueMicrotask(() => fn(...args)),
                stdout: { write() {} }, stderr: { write() {} }, memoryUsage: () => ({}), uptime: () => 1, hrtime: () => [0, 0],
            },
            oracle: { program: folder, record: (request) => void this.requests.push(request) },
        };
        this.context = vm.createContext(this.sandbox);
        vm.runInContext('globalThis.global = globalThis; globalThis.self = globalThis;', this.context);
        this.require(path.join(STUBS, 'globals.cjs'));
    }

    /** Where a specifier leads: a file, a stub, or something of Node's. */
    resolve(specifier, from) {
        const inside = path.dirname(from);
        if (specifier.startsWith('.') || specifier.startsWith('/')) {
            const whole = path.resolve(inside, specifier);
            const tries = [whole, whole.replace(/\.m?js$/, '.ts'), whole.replace(/\.mjs$/, '.mts')];
            for (const one of tries) {
                for (const extension of EXTENSIONS) {
                    if (fs.statSync(one + extension, { throwIfNoEntry: false })?.isFile()) return { file: one + extension };
                }
            }
            throw new Error(`Cannot find ${specifier}`);
        }
        const bare = specifier.replace(/^node:/, '');
        if (Object.hasOwn(PACKAGES, bare)) return { stub: PACKAGES[bare] };
        if (isBuiltin(specifier)) return { builtin: bare };
        if (this.strict) throw new Error(`Cannot find package ${specifier}`);
        return { unseen: specifier };
    }

    value({ stub, builtin, file }) {
        if (stub) {
            const [name, member] = stub.split('#');
            const exports = this.require(path.join(STUBS, `${name}.cjs`));
            return member ? exports[member] : exports;
        }
        if (builtin) return HARMLESS.includes(builtin) ? require(`node:${builtin}`) : anything();
        if (file) return this.require(file);
        return anything();
    }

    require(file) {
        if (this.cjs.has(file)) return this.cjs.get(file).exports;
        const module = { exports: {} };
        this.cjs.set(file, module);
        if (file.endsWith('.json')) {
            module.exports = JSON.parse(fs.readFileSync(file, 'utf8'));
            return module.exports;
        }
        const code = text(file);
        const wrapped = `(function (exports, require, module, __filename, __dirname) {${code.replace(/^#!.*/, '')}\n})`;
        let script = scripts.get(file);
        if (!script || !file.startsWith(STUBS)) {
            const importModuleDynamically = (specifier) => this.import(specifier, file);
            script = new vm.Script(wrapped, { filename: file, importModuleDynamically });
            scripts.set(file, script);
        }
        const take = (specifier) => this.value(this.resolve(specifier, file));
        script.runInContext(this.context, { timeout: 3000 }).call(module.exports, module.exports, take, module, file, path.dirname(file));
        return module.exports;
    }

    /** Modules of the linker: each file once. */
    module(target, names) {
        const key = target.file ?? `${target.stub ?? target.builtin ?? target.unseen} ${[...(names ?? [])].join()}`;
        if (this.esm.has(key)) return this.esm.get(key);
        const code = target.file && !target.file.endsWith('.json') ? text(target.file) : '';
        let made;
        if (target.file && isModule(target.file, code)) {
            made = new vm.SourceTextModule(code, {
                context: this.context,
                identifier: target.file,
                initializeImportMeta: (meta) => {
                    meta.url = pathToFileURL(target.file).href;
                    meta.env = this.sandbox.process.env;
                },
                importModuleDynamically: (specifier) => this.import(specifier, target.file),
            });
        } else {
            const value = this.value(target);
            const known = new Set(['default', ...(names ?? [])]);
            if (!target.unseen) for (const name of Object.keys(value ?? {})) known.add(name);
            made = new vm.SyntheticModule([...known], function evaluate() {
                for (const name of known) this.setExport(name, name === 'default' ? (value?.__esModule ? value.default : value) : value?.[name]);
            }, { context: this.context, identifier: key });
        }
        this.esm.set(key, made);
        return made;
    }

    async import(specifier, from) {
        const module = this.module(this.resolve(specifier, from));
        if (module.status === 'unlinked') await module.link(this.linker);
        await module.evaluate({ timeout: 3000 });
        return module;
    }

    linker = (specifier, referencing) => {
        const target = this.resolve(specifier, referencing.identifier);
        const names = target.file ? undefined : namesTaken(texts.get(referencing.identifier) ?? '', specifier);
        return this.module(target, names);
    };

    /** Runs all files of a program together, and then what each of them exports. */
    async runAll(entries) {
        const loaded = [];
        let failed;
        for (const entry of entries) {
            try {
                loaded.push(await this.load(entry));
            } catch (error) {
                failed ??= `${entry}: ${error?.message}`;
            }
        }
        for (const exported of loaded) await this.callAll(exported, 0);
        await this.settle();
        return failed;
    }

    /** Runs a file. */
    async run(entry) {
        await this.load(entry);
        await this.settle();
    }

    /** What was started and not awaited ends. */
    async settle() {
        for (let turn = 0; turn < 8; turn += 1) await new Promise((done) => setTimeout(done, 0));
    }

    async load(entry) {
        const file = path.join(this.folder, entry);
        if (!this.strict) this.sandbox.require = (specifier) => this.value(this.resolve(specifier, file));
        for (let missing = 0; ; missing += 1) {
            try {
                return isModule(file, text(file)) ? (await this.import(file, file)).namespace : this.require(file);
            } catch (error) {
                // A name that nobody declares is something that is given, where a program is not whole.
                const name = /^(\S+) is not defined$/.exec(error?.message)?.[1];
                if (this.strict || !name || missing > 30) throw error;
                this.sandbox[name] = anything();
                this.esm.clear();
                this.cjs.delete(file);
            }
        }
    }

    /** Calls what a module exports, and the methods of what it makes. What throws has done what it could. */
    async callAll(value, depth, owner) {
        if (depth > 2 || value === null || value === undefined) return;
        const named = (all) => all.filter((name) => name !== 'constructor' && name !== 'prototype');
        if (typeof value === 'function') {
            const isClass = /^class\b/.test(Function.prototype.toString.call(value));
            const methods = named(Object.getOwnPropertyNames(value.prototype ?? {}));
            if (isClass || methods.length > 0) {
                for (const name of named(Object.getOwnPropertyNames(value)).filter((one) => !['length', 'name'].includes(one))) await this.call(value[name], value);
                for (const name of methods) {
                    const made = await this.call((...args) => new value(...args));
                    await this.call(made?.[name], made);
                }
                return;
            }
            const given = await this.call(value, owner);
            if (given && typeof given === 'object' && !(given instanceof Promise)) await this.callAll(given, depth + 2);
        } else if (typeof value === 'object') {
            for (const name of Object.keys(value)) {
                if (typeof value[name] === 'function' || (value[name] && typeof value[name] === 'object' && depth < 1)) await this.callAll(value[name], depth + 1, value);
            }
        }
    }

    /** Calls one function with arguments that are anything; names that nobody declares are given. */
    async call(fn, owner) {
        if (typeof fn !== 'function') return undefined;
        for (let missing = 0; missing < 30; missing += 1) {
            try {
                const given = fn.call(owner, ...argumentsOf(fn));
                return given && typeof given.then === 'function' ? await Promise.race([given, new Promise((done) => setTimeout(done, 200))]) : given;
            } catch (error) {
                const name = /^(\S+) is not defined$/.exec(error?.message)?.[1];
                if (!name) return undefined;
                this.sandbox[name] = anything();
            }
        }
        return undefined;
    }
}

process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

process.on('message', async (job) => {
    const answers = [];
    for (const environment of job.environments) {
        let failed;
        let program;
        try {
            program = new Program({ ...job, environment });
            if (job.entries) failed = await program.runAll(job.entries);
            else await program.run(job.entry);
        } catch (error) {
            failed = String(error?.stack ?? error);
        }
        const requests = (program?.requests ?? []).map((request) => ({
            ...request,
            sites: request.sites.map((site) => ({ file: path.relative(job.folder, site.file), line: lineOf(site) })),
        }));
        answers.push({ requests, failed });
    }
    process.send({ id: job.id, answers });
});
