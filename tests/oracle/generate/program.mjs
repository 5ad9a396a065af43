// A program that grows: its files, what is declared in them, and the dice.

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

export const HEADERS = ['X-LoginRadius-ApiKey', 'X-LoginRadius-ApiSecret', 'X-Request-Id', 'Accept', 'X-Trace', 'X-Tenant'];
export const PARAMETERS = ['apikey', 'apisecret', 'fields', 'page', 'lang', 'q'];
export const PATHS = ['/identity/v2/manage/account', '/v2/manage/organizations', '/api/v2/role', '/identity/v2/auth/email'];
export const HOST = 'https://api.loginradius.com';

export const text = JSON.stringify;

/** One file: what it imports, what it declares, what it does. */
class File {
    constructor() {
        this.imports = new Set();
        this.lines = [];
    }

    toString() {
        return `${[...this.imports].join('\n')}\n\n${this.lines.join('\n')}\n`;
    }
}

export class Program {
    /** `typed`: in TypeScript. */
    constructor(seed, typed) {
        this.next = random(seed);
        this.typed = typed;
        /** The one idiom of the program, where it is told to have one: all else is written plainly. */
        this.only = undefined;
        this.extension = typed ? '.ts' : '.mjs';
        this.count = 0;
        this.budget = 6;
        this.tags = [];
        this.others = new Map();
        this.main = new File();
        this.file = this.main;
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

    /** Text that only TypeScript has. */
    ts(written) {
        return this.typed ? written : '';
    }

    declare(written) {
        this.file.lines.push(written);
    }

    /** Another file of the program, by its name without an ending. */
    other(name) {
        if (!this.others.has(name)) this.others.set(name, new File());
        return this.others.get(name);
    }

    /** Declares something in another file and imports the names from there. */
    elsewhere(file, written, ...names) {
        this.other(file).lines.push(written);
        this.take(file, ...names);
    }

    take(file, ...names) {
        // A file does not import itself.
        if (this.file === this.others.get(file)) return;
        for (const name of names) this.file.imports.add(`import { ${name} } from './${file}${this.typed ? '' : '.mjs'}';`);
    }

    /** Does what is built within in the place of another file. */
    inside(file, build) {
        const before = this.file;
        this.file = this.other(file);
        const made = build();
        this.file = before;
        return made;
    }

    outside(member) {
        this.file.imports.add("import * as outside from '@unseen/outside';");
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
            () => "['on', 'yes'].includes(process.env.FLAG_C)",
            () => "(process.env.FLAG_A ?? 'off') !== 'off'",
            () => "typeof process.env.FLAG_C === 'string'",
            () => {
                const it = this.name('flag');
                this.declare(`const ${it} = process.env.FLAG_A === 'on' || process.env.FLAG_C === 'on';`);
                return it;
            },
        ])();
    }

    /** A value for a header or a parameter: always a text. */
    value() {
        return this.pick([
            () => 'process.env.VALUE_A',
            () => "'fixed'",
            () => '`v-${process.env.VALUE_A}`',
            () => "(process.env.VALUE_B ?? 'other')",
            () => 'String(process.env.VALUE_A)',
            () => "(process.env.VALUE_B || 'other')",
        ])();
    }

    entry(names) {
        return `${text(this.pick(names))}: ${this.value()}`;
    }

    literal(names) {
        return `{ ${Array.from({ length: 1 + Math.floor(this.next() * 2) }, () => this.entry(names)).join(', ')} }`;
    }

    files() {
        const files = {
            [`main${this.extension}`]: String(this.main),
            'package.json': '{ "name": "program", "private": true, "type": "module" }\n',
        };
        for (const [name, file] of this.others) files[name + this.extension] = String(file);
        return files;
    }
}
