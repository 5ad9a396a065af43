// An oracle that runs the code: each request that a program really makes must be among those that `authlint requests`
// shows, and where that says it sees everything, it must see what is really sent.
//
//     node tests/oracle/oracle.mjs BINARY [--programs N] [--seed S] [--keep FOLDER] [--verbose]
//
// Ends with 1 where a closed request differs from the real one, or where a real one is not shown at all.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { isReal, verdict } from './compare.mjs';
import { generate } from './generate.mjs';
import { install, run } from './run.mjs';

/** The environments that each program is run in: both ways of every flag. */
const ENVIRONMENTS = [
    { VALUE_A: 'a', VALUE_B: 'b' },
    { VALUE_A: 'a', VALUE_B: 'b', FLAG_A: 'on', FLAG_B: 'on', FLAG_C: 'on' },
    { VALUE_A: 'a', FLAG_A: 'on', FLAG_C: 'on' },
    { VALUE_A: 'a', VALUE_B: 'b', FLAG_B: 'on' },
];

function options(args) {
    const given = { programs: 200, seed: 1, keep: undefined, verbose: false, binary: undefined };
    for (let at = 0; at < args.length; at += 1) {
        if (args[at] === '--programs') given.programs = Number(args[(at += 1)]);
        else if (args[at] === '--seed') given.seed = Number(args[(at += 1)]);
        else if (args[at] === '--keep') given.keep = path.resolve(args[(at += 1)]);
        else if (args[at] === '--verbose') given.verbose = true;
        else given.binary = path.resolve(args[at]);
    }
    if (!given.binary) {
        console.error('usage: node oracle.mjs BINARY [--programs N] [--seed S] [--keep FOLDER] [--verbose]');
        process.exit(2);
    }
    return given;
}

/** Writes the programs below a folder, and gives their names. */
function write(root, { programs, seed }) {
    const written = [];
    for (let number = 0; number < programs; number += 1) {
        const { files, tags } = generate(seed * 1_000_003 + number);
        const name = `p${String(number).padStart(5, '0')}`;
        const folder = path.join(root, name);
        fs.mkdirSync(folder, { recursive: true });
        for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, file), text);
        written.push({ name, folder, tags });
    }
    return written;
}

/** The rows that authlint shows, by program. */
function shown(binary, root) {
    const printed = execFileSync(binary, ['requests', '--format', 'json', '--no-sift', '.'], { cwd: root, maxBuffer: 1 << 30 });
    const rows = new Map();
    for (const row of JSON.parse(printed).requests) {
        const [program, ...rest] = row.site.path.split('/');
        const one = { ...row, site: { ...row.site, path: rest.join('/') } };
        rows.set(program, [...(rows.get(program) ?? []), one]);
    }
    return rows;
}

async function main() {
    const given = options(process.argv.slice(2));
    const root = given.keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'authlint-oracle-'));
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(root, { recursive: true });
    install(root);
    const programs = write(root, given);
    const rows = shown(given.binary, root);
    const counts = { programs: 0, failed: 0, requests: 0, exact: 0, open: 0, wrong: 0, unseen: 0, closedRows: 0, phantomRows: 0 };
    const reasons = new Map();
    const told = [];
    for (const program of programs) {
        counts.programs += 1;
        const all = rows.get(program.name) ?? [];
        const reals = [];
        for (const environment of ENVIRONMENTS) {
            const { requests, failed } = await run(program.folder, 'main.mjs', environment);
            if (failed) {
                counts.failed += 1;
                if (given.verbose) console.log(`${program.name}: did not run: ${failed.split('\n')[0]}`);
            }
            reals.push(...requests);
        }
        for (const real of reals) {
            counts.requests += 1;
            const { kind, rows: here } = verdict(all, real);
            counts[kind] += 1;
            if (kind === 'open') {
                for (const why of new Set(here.flatMap((row) => row.because))) {
                    const reason = why.replace(/ \(.*\)$/, '').replace(/`[^`]*`/g, '`…`');
                    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
                }
            }
            if (kind === 'wrong' || kind === 'unseen') told.push({ kind, program, real, here });
        }
        for (const row of all.filter((one) => !one.open)) {
            counts.closedRows += 1;
            if (!isReal(row, reals)) {
                counts.phantomRows += 1;
                told.push({ kind: 'phantom', program, row });
            }
        }
    }
    const seen = new Set();
    for (const { kind, program, real, here, row } of told) {
        const key = `${kind} ${program.name}`;
        if (seen.has(key) || (!given.verbose && kind === 'phantom')) continue;
        seen.add(key);
        console.log(`${key} (${program.tags.join(' ')})`);
        if (real) console.log(`    really ${real.method} ${real.url} query ${real.query} headers ${real.headers}`);
        for (const one of row ? [row] : here) {
            const names = (part) => one[part].map(({ name, certain }) => (certain ? name : `${name}?`)).join(',');
            console.log(`    shown  ${one.methods.join('|')} ${one.urls.join(' | ')} query ${names('query')} headers ${names('headers')}`);
        }
    }
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`open ${count}: ${reason}`);
    console.log(Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', '));
    if (!given.keep) fs.rmSync(root, { recursive: true, force: true });
    process.exit(counts.wrong + counts.unseen > 0 ? 1 : 0);
}

await main();
