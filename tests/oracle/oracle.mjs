// An oracle that runs the code: each request that a program really makes must be among those that `authlint requests`
// shows, and where that says it sees everything, it must see what is really sent.
//
//     node tests/oracle/oracle.mjs BINARY [--programs N] [--seed S] [--typed N] [--each] [--keep FOLDER] [--verbose]
//
// `--each` takes, instead of programs at random, one program for each idiom and each form of each client, plain in all else.
// `--typed` says how many of a hundred programs are TypeScript, 0 where npm gives no compiler.
// Ends with 1 where a closed request differs from the real one, or where a real one is not shown at all.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { each as everyOne, generate } from './generate/index.mjs';
import { typescript } from './npm.mjs';
import { Report } from './report.mjs';
import { Runner } from './run.mjs';
import { shown } from './shown.mjs';

const FLAGS = ['FLAG_A', 'FLAG_B', 'FLAG_C'];

/** The environments that a program is run in: both ways of every flag that it names. */
function environments(texts) {
    const named = (variable) => texts.some((text) => text.includes(variable));
    const ways = [['VALUE_B', 'b'], ...FLAGS.map((flag) => [flag, 'on'])].filter(([variable]) => named(variable) || (variable === 'FLAG_C' && named('outside.')));
    const all = [];
    for (let bits = 0; bits < 1 << ways.length; bits += 1) {
        const set = ways.filter((_, at) => bits & (1 << at));
        all.push({ VALUE_A: 'a', ...Object.fromEntries(set) });
    }
    return all;
}

function options(args) {
    const given = { programs: 200, seed: 1, typed: 40, each: false, keep: undefined, verbose: false, binary: undefined };
    for (let at = 0; at < args.length; at += 1) {
        if (args[at] === '--programs') given.programs = Number(args[(at += 1)]);
        else if (args[at] === '--seed') given.seed = Number(args[(at += 1)]);
        else if (args[at] === '--typed') given.typed = Number(args[(at += 1)]);
        else if (args[at] === '--keep') given.keep = path.resolve(args[(at += 1)]);
        else if (args[at] === '--each') given.each = true;
        else if (args[at] === '--verbose') given.verbose = true;
        else given.binary = path.resolve(args[at]);
    }
    if (!given.binary) {
        console.error('usage: node oracle.mjs BINARY [--programs N] [--seed S] [--typed N] [--each] [--keep FOLDER] [--verbose]');
        process.exit(2);
    }
    return given;
}

/** Writes the programs below a folder, and says where. */
function write(root, { programs, seed, typed, each }) {
    const all = each
        ? [...everyOne(seed, false), ...(typed > 0 ? everyOne(seed, true) : [])]
        : Array.from({ length: programs }, (_, number) => generate(seed * 1_000_003 + number, number % 100 < typed));
    return all.map((made, number) => {
        const name = `p${String(number).padStart(5, '0')}`;
        const folder = path.join(root, name);
        fs.mkdirSync(folder, { recursive: true });
        for (const [file, text] of Object.entries(made.files)) fs.writeFileSync(path.join(folder, file), text);
        return { name, folder, ...made, environments: environments(Object.values(made.files)) };
    });
}

async function main() {
    const given = options(process.argv.slice(2));
    const compiler = given.typed > 0 ? typescript() : undefined;
    if (given.typed > 0 && !compiler) {
        console.error('SKIPPED: npm gives no TypeScript, so that only JavaScript is run');
        given.typed = 0;
    }
    const root = given.keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'authlint-oracle-'));
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(root, { recursive: true });
    const programs = write(root, given);
    const rows = shown(given.binary, root);
    const runner = new Runner({ typescript: compiler });
    const report = new Report(given);
    for (const program of programs) {
        const answers = await runner.run({ ...program, strict: true });
        const client = `${program.client}${program.typed ? ' (TypeScript)' : ''}`;
        report.add({ ...program, client, rows: rows.get(program.name) ?? [], answers });
    }
    runner.stop();
    const wrong = report.print();
    if (!given.keep) fs.rmSync(root, { recursive: true, force: true });
    process.exitCode = wrong ? 1 : 0;
}

await main();
