// What runs of the oracle come to: figures for each client, and the requests that differ.

import { isReal, verdict } from './compare.mjs';
import { KNOWN } from './known.mjs';

const KINDS = ['exact', 'open', 'wrong', 'unseen'];

const names = (part) => part.map(({ name, certain }) => (certain ? name : `${name}?`)).join(',');

export class Report {
    constructor({ verbose = false } = {}) {
        this.verbose = verbose;
        this.clients = new Map();
        this.reasons = new Map();
        this.faults = [];
        this.totals = { programs: 0, 'did not run': 0, requests: 0, exact: 0, open: 0, 'open though all is written': 0, wrong: 0, unseen: 0, 'wrong by a known fault': 0, 'closed rows': 0, 'of them never seen to happen': 0 };
    }

    /** Adds a program: what authlint shows of it, and what it did in each environment. */
    add({ name, tags = [], client, rows, answers }) {
        const { totals } = this;
        totals.programs += 1;
        const broken = answers.find(({ failed }) => failed);
        if (broken) {
            totals['did not run'] += 1;
            if (this.verbose) console.log(`${name}: did not run: ${broken.failed.split('\n')[0]}`);
        }
        const reals = distinct(answers.flatMap(({ requests }) => requests));
        for (const real of reals) {
            const found = verdict(rows, real);
            const here = found.rows;
            const isKnown = ['wrong', 'unseen'].includes(found.kind) && tags.some((tag) => Object.hasOwn(KNOWN, tag));
            const kind = isKnown ? 'wrong by a known fault' : found.kind;
            totals.requests += 1;
            totals[kind] += 1;
            const own = this.#client(client ?? real.client);
            own.requests += 1;
            own[kind] = (own[kind] ?? 0) + 1;
            if (kind === 'open') this.#open(name, tags, here);
            if (kind === 'open' && !tags.includes('unknown')) totals['open though all is written'] += 1;
            if (kind === 'wrong' || kind === 'unseen' || (isKnown && this.verbose)) this.faults.push({ kind, name, tags, real, here });
        }
        for (const row of rows.filter((one) => !one.open)) {
            totals['closed rows'] += 1;
            if (isReal(row, reals)) continue;
            totals['of them never seen to happen'] += 1;
            if (!broken) this.faults.push({ kind: 'phantom', name, tags, here: [row] });
        }
    }

    #client(name) {
        if (!this.clients.has(name)) this.clients.set(name, { requests: 0, exact: 0, open: 0, wrong: 0, unseen: 0 });
        return this.clients.get(name);
    }

    #open(name, tags, rows) {
        const known = !tags.includes('unknown');
        for (const why of new Set(rows.flatMap((row) => row.because))) {
            const reason = why.replace(/ \(.*\)$/, '').replace(/`[^`]*`/g, '`…`');
            const kept = this.reasons.get(reason) ?? { count: 0, known: 0, programs: new Set() };
            kept.count += 1;
            if (known) {
                kept.known += 1;
                kept.programs.add(name);
            }
            this.reasons.set(reason, kept);
        }
    }

    /** Prints it, and tells whether something was wrong. */
    print() {
        const told = new Set();
        for (const { kind, name, tags, real, here } of this.faults) {
            const key = `${kind} ${name}`;
            if (told.has(key) || (kind === 'phantom' && !this.verbose)) continue;
            told.add(key);
            console.log(`${key} (${tags.join(' ')})`);
            if (real) console.log(`    really ${real.method} ${real.url} query ${real.query} headers ${real.headers} at ${real.sites.map((site) => `${site.file}:${site.line}`).join(' ')}`);
            for (const one of here) console.log(`    shown  ${one.methods.join('|')} ${one.urls.join(' | ')} query ${names(one.query)} headers ${names(one.headers)}`);
        }
        const reasons = [...this.reasons].sort(([, one], [, other]) => other.count - one.count);
        for (const [reason, { count, known, programs }] of reasons.slice(0, this.verbose ? 60 : 12)) {
            const example = this.verbose && known ? ` (${[...programs].slice(0, 4).join(' ')})` : '';
            console.log(`open ${count}, of programs where all is written ${known}: ${reason}${example}`);
        }
        for (const [client, counts] of [...this.clients].sort()) {
            console.log(`${client}: ${['requests', ...KINDS].map((kind) => `${kind} ${counts[kind]}`).join(', ')}`);
        }
        console.log(Object.entries(this.totals).map(([name, count]) => `${name} ${count}`).join(', '));
        return this.totals.wrong + this.totals.unseen > 0;
    }
}

/** Each request once, however many environments make it. */
function distinct(requests) {
    const kept = new Map();
    for (const request of requests) kept.set(JSON.stringify(request), request);
    return [...kept.values()];
}
