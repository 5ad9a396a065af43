// The oracle for Rust: programs are compiled together with stubs of reqwest and ureq that note what would be sent, and each
// request is held against what `authlint requests` shows.
//
//     node tests/oracle/rust.mjs BINARY [--programs N] [--seed S] [--each] [--keep FOLDER] [--verbose]
//
// All programs are modules of one binary; nothing is taken from the network. Ends with 1 as `oracle.mjs` does.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { eachInRust, generateRust } from './generate/rust.mjs';
import { Report } from './report.mjs';
import { shown } from './shown.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const stubs = path.join(here, 'rust');
const target = path.join(process.env.CARGO_TARGET_DIR ?? path.resolve(here, '../../target'), 'oracle/rust');

function options(args) {
    const given = { programs: 120, seed: 1, each: args.includes('--each'), verbose: args.includes('--verbose') };
    for (let at = 0; at < args.length; at += 1) {
        if (args[at] === '--programs') given.programs = Number(args[(at += 1)]);
        else if (args[at] === '--seed') given.seed = Number(args[(at += 1)]);
        else if (args[at] === '--keep') given.keep = path.resolve(args[(at += 1)]);
        else if (!args[at].startsWith('--')) given.binary = path.resolve(args[at]);
    }
    return given;
}

function write(root, { programs, seed, each }) {
    const all = each ? [...eachInRust(seed)] : Array.from({ length: programs }, (_, number) => generateRust(seed * 1_000_003 + number));
    return all.map((made, number) => {
        const name = `p${String(number).padStart(5, '0')}`;
        for (const [file, text] of Object.entries(made.files)) {
            fs.mkdirSync(path.dirname(path.join(root, name, file)), { recursive: true });
            fs.writeFileSync(path.join(root, name, file), text);
        }
        return { name, ...made };
    });
}

/** Builds one binary of all programs, and gives its path. */
function build(root, programs) {
    const driver = path.join(target, 'driver');
    fs.mkdirSync(path.join(driver, 'src'), { recursive: true });
    const dependencies = ['recorder', 'reqwest', 'ureq', 'outside'].map((name) => `${name} = { path = ${JSON.stringify(path.join(stubs, name))} }`);
    fs.writeFileSync(path.join(driver, 'Cargo.toml'), `[package]\nname = "driver"\nversion = "0.0.0"\nedition = "2021"\n\n[workspace]\n\n[dependencies]\n${dependencies.join('\n')}\n\n[profile.dev]\ndebug = false\n`);
    const modules = programs.map(({ name }) => `#[path = ${JSON.stringify(path.join(root, name, 'src/main.rs'))}]\nmod ${name};`);
    const calls = programs.map(({ name }) => `    println!("{{\\"program\\":\\"${name}\\"}}");\n    let _ = std::panic::catch_unwind(${name}::main);`);
    fs.writeFileSync(path.join(driver, 'src/main.rs'), `#![allow(warnings)]\n\n${modules.join('\n')}\n\nfn main() {\n${calls.join('\n')}\n}\n`);
    execFileSync('cargo', ['build', '--quiet', '--offline', '--manifest-path', path.join(driver, 'Cargo.toml')], { env: { ...process.env, CARGO_TARGET_DIR: target }, stdio: ['ignore', 'inherit', 'inherit'] });
    return path.join(target, 'debug/driver');
}

/** The requests that each program makes in one environment. */
function run(binary, root, environment) {
    const printed = execFileSync(binary, [], { env: environment, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
    const found = new Map();
    let current;
    for (const line of String(printed).split('\n').filter(Boolean)) {
        const { program, file, line: at, ...request } = JSON.parse(line);
        if (program) {
            current = [];
            found.set(program, current);
            continue;
        }
        const inside = path.relative(root, path.resolve(file)).split(path.sep).slice(1).join('/');
        current.push({ ...request, sites: [{ file: inside, line: at }] });
    }
    return found;
}

function main() {
    const given = options(process.argv.slice(2));
    const root = given.keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'authlint-oracle-'));
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(root, { recursive: true });
    const programs = write(root, given);
    const binary = build(root, programs);
    const rows = shown(given.binary, root);
    const variables = ['VALUE_B', 'FLAG_A', 'FLAG_B', 'FLAG_C'];
    const runs = Array.from({ length: 1 << variables.length }, (_, bits) => {
        const set = variables.filter((_, at) => bits & (1 << at));
        return run(binary, root, { VALUE_A: 'a', ...Object.fromEntries(set.map((name) => [name, 'on'])) });
    });
    const report = new Report(given);
    for (const program of programs) {
        const answers = runs.map((found) => ({ requests: found.get(program.name) ?? [] }));
        report.add({ ...program, client: `${program.client} (Rust)`, rows: rows.get(program.name) ?? [], answers });
    }
    const wrong = report.print();
    if (!given.keep) fs.rmSync(root, { recursive: true, force: true });
    process.exitCode = wrong ? 1 : 0;
}

main();
