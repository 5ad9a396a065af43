// Public OpenAPI documents are read: each is understood, or refused with the file and a reason, and none takes long. The
// kinds of credentials that are inferred for those of `kinds.json`, which were read by hand, are right or unknown.
//
//     node tests/documents/read.mjs BINARY FOLDER [--documents N] [--seed S]
//
// Ends with 1 where a document is neither read nor refused, or a kind is wrong. Without `--documents` all are read.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { Dice, importedKinds, listed } from './documents.mjs';

/** Nobody waits longer for one document, in milliseconds. */
const PATIENCE = 120_000;

function options(args) {
    const given = { documents: Infinity, seed: 1 };
    const rest = [];
    for (let at = 0; at < args.length; at += 1) {
        const name = args[at].replace(/^--/, '');
        if (args[at].startsWith('--') && name in given) given[name] = Number(args[(at += 1)]);
        else rest.push(args[at]);
    }
    if (rest.length !== 2) {
        console.error('usage: node read.mjs BINARY FOLDER [--documents N] [--seed S]');
        process.exit(2);
    }
    return { ...given, binary: path.resolve(rest[0]), folder: path.resolve(rest[1]) };
}

/** What became of a document: `read`, `refused`, or what went wrong. */
function outcome({ status, signal, stdout, stderr }, file) {
    if (signal) return `ended by ${signal}`;
    if (/panicked|internal error/.test(stderr)) return `crashed: ${stderr.split('\n')[0]}`;
    if (status === 0) return /: \d+ operations?, \d+ schemes?/.test(stdout) ? 'read' : 'said nothing of what it read';
    const isLocated = stderr.startsWith(`authlint: error: ${file}:`) && stderr.length > file.length + 20;
    return status === 2 && isLocated ? 'refused' : `ended with ${status}: ${stderr.split('\n')[0]}`;
}

function main() {
    const { binary, folder, documents, seed } = options(process.argv.slice(2));
    const byHand = JSON.parse(fs.readFileSync(new URL('kinds.json', import.meta.url), 'utf8'));
    const dice = new Dice(seed);
    const all = listed(folder);
    const files = documents >= all.length ? all : dice.shuffled(all).slice(0, documents);
    const counts = { documents: 0, read: 0, refused: 0, wrong: 0 };
    let slowest = { took: 0, file: '' };
    const refused = [];
    for (const file of files) {
        const began = performance.now();
        const run = spawnSync(binary, ['import', file], { encoding: 'utf8', maxBuffer: 1 << 28, timeout: PATIENCE });
        const took = performance.now() - began;
        if (took > slowest.took) slowest = { took, file };
        const is = outcome(run, file);
        counts.documents += 1;
        if (is in counts) counts[is] += 1;
        else {
            counts.wrong += 1;
            console.log(`${file}: ${is}`);
        }
        if (is === 'refused') refused.push(run.stderr.split('\n')[0]);
    }
    for (const line of refused) console.log(line);
    const kinds = { documents: 0, schemes: 0, right: 0, unknown: 0, wrong: 0 };
    for (const [name, schemes] of Object.entries(byHand)) {
        const file = path.join(folder, name);
        if (!fs.existsSync(file)) continue;
        kinds.documents += 1;
        const inferred = importedKinds(binary, file);
        for (const [scheme, right] of Object.entries(schemes)) {
            const kind = inferred.get(scheme);
            const is = right.split(' or ').includes(kind) ? 'right' : kind === 'unknown' ? 'unknown' : 'wrong';
            kinds.schemes += 1;
            kinds[is] += 1;
            if (is === 'wrong') console.log(`${name}: ${scheme} is ${right}, and is taken for ${kind}`);
        }
    }
    const shown = (counted) => Object.entries(counted).map(([name, count]) => `${name} ${count}`).join(', ');
    console.log(`slowest ${Math.round(slowest.took)} ms: ${slowest.file}`);
    console.log(`kinds by hand: ${shown(kinds)}`);
    console.log(shown(counts));
    process.exit(counts.wrong + kinds.wrong > 0 || kinds.documents === 0 ? 1 : 0);
}

main();
