// Holds what authlint shows against what the programs really send that this tree already has: fixtures, the cases of tests,
// the matrix of clients and ways to write, and the examples of the documentation. What they export is called.
//
//     node tests/oracle/existing.mjs BINARY [--only fixtures|cases|listed|matrix|docs] [--keep FOLDER] [--verbose]
//
// A program whose packages have no stub gets something that is anything in their place: it runs as far as that goes, and only
// what it does send is held against what is shown. Ends with 1 where a closed request differs from the real one.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { typescript } from './npm.mjs';
import { PACKAGES } from './packages.mjs';
import { Report } from './report.mjs';
import { Runner } from './run.mjs';
import { shown } from './shown.mjs';

const tree = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SCRIPT = /\.(js|mjs|cjs|ts|mts|tsx|jsx)$/;

/** Every file below a folder that is a script. */
function scripts(folder) {
    return fs.readdirSync(folder, { recursive: true }).filter((name) => SCRIPT.test(name) && !name.endsWith('.d.ts') && !name.includes('node_modules'));
}

const isMain = (name) => path.parse(name).name === 'main';

/** Projects in folders: each is copied as it is. */
function projects(folders) {
    return folders.filter((folder) => scripts(folder).length > 0).map((folder) => ({ label: path.relative(tree, folder), folder }));
}

const folders = (folder) => fs.readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => path.join(folder, one.name));

/** The tables of a TOML file with nothing but tables of strings and lists of strings, in one line or in three quotes. */
function tables(file) {
    const text = fs.readFileSync(file, 'utf8');
    const found = [];
    const pattern = /^\[\[(\w+)\]\]$|^(\w+) = (?:"""\n?([\s\S]*?)"""|'''\n?([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|(\[[\s\S]*?\]|\w+)$)/gm;
    for (const [, table, key, long, plain, quoted, literal] of text.matchAll(pattern)) {
        if (table) found.push({ table });
        else if (found.length > 0) found.at(-1)[key] = quoted !== undefined ? JSON.parse(`"${quoted}"`) : (long !== undefined ? JSON.parse(`"${long.replaceAll('"', '\\"').replaceAll('\\\\"', '\\"').replaceAll('\n', '\\n')}"`) : plain ?? literal);
    }
    return found;
}

function listed() {
    return tables(path.join(tree, 'tests/cases/clients/javascript.toml'))
        .filter(({ table, code }) => table === 'case' && code)
        .map(({ name, code, file }) => ({ label: name, files: { [`case.${file ?? 'ts'}`]: `${code}\n` } }));
}

const NAMES = { clean: [['apikey', 'apisecret'], []], headers: [[], ['X-LoginRadius-ApiKey', 'X-LoginRadius-ApiSecret']], split: [['apikey'], ['X-LoginRadius-ApiSecret']] };
const variable = (name) => `LR_${name.replace('X-LoginRadius-', '').toUpperCase()}`;

/** A client's call in an idiom, as the test of the matrix puts them together. */
function combined(client, idiom, [query, headers]) {
    const entries = (names) => names.map((name) => `'${name}': process.env.${variable(name)}`).join(', ');
    const sets = (names, object) => names.map((name) => `${object}['${name}'] = process.env.${variable(name)}; `).join('');
    const pairs = (names) => `[${names.map((name) => `['${name}', process.env.${variable(name)}]`).join(', ')}]`;
    const fill = (text) => text
        .replaceAll('%q', () => entries(query)).replaceAll('%h', () => entries(headers))
        .replace(/%Sq\((\w+)\)/g, (_, object) => sets(query, object)).replace(/%Sh\((\w+)\)/g, (_, object) => sets(headers, object))
        .replaceAll('%Pq', () => pairs(query)).replaceAll('%Ph', () => pairs(headers))
        .replaceAll('%V', 'process.env.LR_APISECRET').replaceAll('%B', 'api.loginradius.com')
        .replaceAll('%T', '/identity/v2/manage/account/1/role').replaceAll('%t', '/identity/v2/manage/account/${uid}/role');
    const call = client.call.replaceAll('%U', () => fill(idiom.url)).replaceAll('%M', "'PUT'").replaceAll('%Q', () => fill(idiom.query ?? '{}')).replaceAll('%H', () => fill(idiom.headers ?? '{}'));
    return fill(idiom.code.replaceAll('%I', client.imports ?? '').replaceAll('%C', () => call));
}

function matrix() {
    const all = tables(path.join(tree, 'tests/cases/matrix/javascript.toml'));
    const stubbed = ({ imports = '' }) => [...imports.matchAll(/(?:from |require\()'([^']+)'/g)].every(([, name]) => Object.hasOwn(PACKAGES, name.replace(/^node:/, '')));
    const clients = all.filter(({ table, call }) => table === 'client' && call).filter(stubbed).filter(({ name }) => name !== '$fetch' && name !== 'useFetch');
    const made = [];
    for (const client of clients) {
        for (const idiom of all.filter(({ table }) => table === 'idiom')) {
            for (const [shape, names] of Object.entries(NAMES)) {
                made.push({ label: `${client.name} / ${idiom.name} / ${shape}`, client: client.name, files: { [`case.${idiom.file ?? 'js'}`]: `${combined(client, idiom, names)}\n` } });
            }
        }
    }
    return made;
}

/** The examples of the pages of rules. */
function docs() {
    const folder = path.join(tree, 'rules/docs');
    const made = [];
    for (const page of fs.readdirSync(folder).filter((name) => name.endsWith('.md'))) {
        const text = fs.readFileSync(path.join(folder, page), 'utf8');
        for (const [, ending, kind, code] of text.matchAll(/^```(js|ts|tsx|mjs)([^\n]*)\n([\s\S]*?)^```$/gm)) {
            made.push({ label: `${page}: ${ending}${kind}`, files: { [`example${made.length}.${ending}`]: code } });
        }
    }
    return made;
}

/** Programs whose functions are called here otherwise than they are made for: with a text where they take options, two on one line. */
const OTHERWISE = [
    'fixtures/front-server-properties/', 'fixtures/link-barrels-workspace/', 'tests/cases/modules/composed-middleware',
    'tests/cases/javascript/axios-service.ts', 'tests/cases/javascript/higher-order.js', 'tests/cases/javascript/resolvable.js',
    'tests/cases/javascript/signed-requests.js', 'tests/cases/javascript/string-methods.js',
    // What a package that is not there gives takes the place of what it decorates.
    'decorators of the program',
    // A name that is not declared ends the chain before it is whole.
    'request: promises, defaults and chains',
];

/** What only a caller gives that the program does not have: a wrapper that was called here with a text for its URL. */
const fromOutside = ({ url, query }) => /^(\w+:\/\/[^/]*)?\/?(argument|anything|undefined|\w*\/argument)|[.]\w+argument/i.test(url) || query.some((name) => /^(argument)?\d$/.test(name));

const SOURCES = {
    fixtures: () => projects(folders(path.join(tree, 'fixtures')).flatMap((story) => folders(story))),
    cases: () => [
        ...projects(folders(path.join(tree, 'tests/cases/modules'))),
        ...fs.readdirSync(path.join(tree, 'tests/cases/javascript')).filter((name) => SCRIPT.test(name)).map((name) => ({ label: `tests/cases/javascript/${name}`, files: { [name]: fs.readFileSync(path.join(tree, 'tests/cases/javascript', name), 'utf8') } })),
    ],
    listed,
    matrix,
    docs,
};

async function main() {
    const args = process.argv.slice(2);
    const value = (option) => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined);
    const verbose = args.includes('--verbose');
    const binary = path.resolve(args.find((one, at) => !one.startsWith('--') && !['--only', '--keep'].includes(args[at - 1])) ?? '');
    const compiler = typescript();
    if (!compiler) console.error('SKIPPED: npm gives no TypeScript, so that only JavaScript is run');
    const keep = value('--keep');
    let wrong = false;
    for (const [source, list] of Object.entries(SOURCES)) {
        if (value('--only') && value('--only') !== source) continue;
        const root = keep ? path.join(path.resolve(keep), source) : fs.mkdtempSync(path.join(os.tmpdir(), 'authlint-oracle-'));
        fs.rmSync(root, { recursive: true, force: true });
        const units = list().map((unit, number) => ({ ...unit, name: `p${String(number).padStart(5, '0')}` }));
        for (const unit of units) {
            const folder = path.join(root, unit.name);
            fs.mkdirSync(folder, { recursive: true });
            if (unit.folder) fs.cpSync(unit.folder, folder, { recursive: true });
            else fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "program", "private": true }\n');
            for (const [name, text] of Object.entries(unit.files ?? {})) fs.writeFileSync(path.join(folder, name), text);
        }
        const rows = shown(binary, root);
        const runner = new Runner({ typescript: compiler });
        const report = new Report({ verbose });
        for (const unit of units) {
            const folder = path.join(root, unit.name);
            // What begins a program runs first, so that its modules run in the order that it asks for.
            const entries = scripts(folder).filter((name) => compiler || !/\.(ts|mts|tsx|jsx)$/.test(name)).sort((a, b) => isMain(b) - isMain(a));
            const answers = await runner.run({ folder, entries, environments: ['all'] });
            for (const answer of answers) answer.requests = answer.requests.filter((request) => !fromOutside(request));
            const tags = OTHERWISE.some((label) => unit.label.startsWith(label)) ? ['called otherwise'] : [];
            report.add({ tags, name: `${unit.name} ${unit.label}`, client: unit.client, rows: rows.get(unit.name) ?? [], answers });
        }
        runner.stop();
        console.log(`== ${source}`);
        wrong = report.print() || wrong;
        if (!keep) fs.rmSync(root, { recursive: true, force: true });
    }
    process.exitCode = wrong ? 1 : 0;
}

await main();
