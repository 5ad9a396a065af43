// Checks each stub against the package that it stands for: the same program is run with the stub, and under plain Node with
// the real package and a server on loopback. Method, URL, query and headers have to be the same.
//
//     node tests/oracle/stubs-check.mjs [--programs N] [--seed S] [--verbose]
//
// The programs are those of `--each` and N at random, for clients that have a package. Packages come from npm, into a
// folder below `target/`. Ends with 1 where a stub differs.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { each, generate } from './generate/index.mjs';
import { install } from './npm.mjs';
import { Runner } from './run.mjs';

/** The packages as published, for clients of the generator. */
const REAL = {
    actions: '@actions/http-client@2.2.3', apisauce: 'apisauce@3.2.2', axios: 'axios@1.21.1', bent: 'bent@7.3.12',
    betterFetch: '@better-fetch/fetch@1.3.3', crossFetch: 'cross-fetch@4.1.0', gaxios: 'gaxios@6.7.1', got: 'got@14.6.6',
    ky: 'ky@1.14.3', makeFetchHappen: 'make-fetch-happen@14.0.3', needle: 'needle@3.5.0', nodeFetch: 'node-fetch@3.3.2',
    octokit: '@octokit/request@9.2.4', ofetch: 'ofetch@1.5.1', openapiFetch: 'openapi-fetch@0.13.8', phin: 'phin@3.7.1',
    redaxios: 'redaxios@0.5.1', request: 'request@2.88.2', superagent: 'superagent@10.4.2', undici: 'undici@6.29.1',
    undiciGlobal: 'undici@6.29.1', unirest: 'unirest@0.6.0', upFetch: 'up-fetch@1.3.6', urllib: 'urllib@4.9.2',
    wretch: 'wretch@2.11.1', xior: 'xior@0.7.8',
};

/** Clients that Node has itself. */
const BUILT_IN = ['fetch', 'https', 'patchedFetch'];

/** What packages, Node and TCP add by themselves, as the catalogue does not count them: no program names them. */
const AUTOMATIC = new Set([
    'host', 'connection', 'user-agent', 'accept', 'accept-encoding', 'accept-language', 'content-length', 'content-type',
    'transfer-encoding', 'sec-fetch-mode', 'keep-alive', 'content-encoding', 'cache-control', 'pragma', 'te',
    'x-node-fetch', 'expect',
]);

const ENVIRONMENT = { VALUE_A: 'a', VALUE_B: 'b', FLAG_A: 'on', FLAG_C: 'on' };
const HOST = 'https://api.loginradius.com';

function options(args) {
    const given = { programs: 150, seed: 7, verbose: args.includes('--verbose') };
    for (let at = 0; at < args.length; at += 1) {
        if (args[at] === '--programs') given.programs = Number(args[at + 1]);
        if (args[at] === '--seed') given.seed = Number(args[at + 1]);
    }
    return given;
}

const OUTSIDE = path.join(path.dirname(new URL(import.meta.url).pathname), 'stubs/outside.cjs');

/** A server that notes what it is asked, and answers something that all packages take. */
async function serve() {
    const seen = [];
    const server = http.createServer((request, response) => {
        const url = new URL(request.url, 'http://loopback');
        seen.push({
            method: request.method,
            path: url.pathname,
            query: [...new Set([...url.searchParams.keys()].map((name) => name.toLowerCase()))].sort(),
            headers: Object.keys(request.headers).sort(),
        });
        request.resume();
        response.setHeader('content-type', 'application/json');
        response.setHeader('connection', 'close');
        response.end(request.method === 'HEAD' ? '' : '{"access_token":"t","data":{"id":1},"items":[]}');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, seen, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Runs a program under plain Node. */
function really(folder) {
    return new Promise((resolve) => {
        execFile('node', ['main.mjs'], { cwd: folder, env: { ...ENVIRONMENT, PATH: process.env.PATH }, timeout: 20_000 }, (error, out, err) => resolve(error ? err || String(error) : undefined));
    });
}

/** Programs of clients that have a package; each client and form once by itself, then at random. */
function programs({ programs: count, seed }) {
    const takes = ({ client }) => Object.hasOwn(REAL, client) || BUILT_IN.includes(client);
    const all = [...each(seed, false)].filter((made) => takes(made) && made.tags[0].startsWith(`${made.client}-`));
    for (let number = 0; all.length < count; number += 1) {
        const made = generate(seed * 1_000_003 + number, false);
        if (takes(made)) all.push(made);
    }
    return all;
}

function write(folder, files, origin) {
    fs.mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
        const local = text.replaceAll(HOST, origin).replaceAll("'api.loginradius.com'", `'127.0.0.1', port: ${new URL(origin).port}`).replaceAll('"api.loginradius.com"', `"${origin.slice(7)}"`)
            .replaceAll('`https://${', '`http://${').replaceAll("'node:https'", "'node:http'");
        fs.writeFileSync(path.join(folder, name), local);
    }
}

const one = ({ method, path: place, query, headers }) => JSON.stringify({ method, path: decodeURI(place).replace(/\/$/, ''), query, headers: headers.filter((name) => !AUTOMATIC.has(name)) });

/** The same requests, in any order. A client that retries sends one twice. */
function same(stub, real) {
    const sort = (all) => [...new Set(all.map(one))].sort().join('\n');
    return sort(stub) === sort(real);
}

async function main() {
    const given = options(process.argv.slice(2));
    const folder = install('clients', [...new Set(Object.values(REAL))]);
    if (!folder) {
        console.error('SKIPPED: npm gives no clients, so that no stub is held against its package');
        return;
    }
    fs.mkdirSync(path.join(folder, 'node_modules/@unseen/outside'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'node_modules/@unseen/outside/package.json'), '{ "name": "@unseen/outside", "main": "index.cjs" }');
    fs.copyFileSync(OUTSIDE, path.join(folder, 'node_modules/@unseen/outside/index.cjs'));
    const { server, seen, origin } = await serve();
    const runner = new Runner();
    const root = path.join(folder, 'programs');
    fs.rmSync(root, { recursive: true, force: true });
    const counts = new Map();
    let differ = 0;
    for (const [number, made] of programs(given).entries()) {
        const place = path.join(root, `p${number}`);
        write(place, made.files, origin);
        const [answer] = await runner.run({ folder: place, entry: 'main.mjs', environments: [ENVIRONMENT], strict: true });
        const stub = answer.requests.map((request) => ({ ...request, path: new URL(request.url).pathname }));
        seen.length = 0;
        const failed = await really(place);
        const count = counts.get(made.client) ?? { programs: 0, requests: 0, differ: 0, failed: 0 };
        counts.set(made.client, count);
        count.programs += 1;
        count.requests += seen.length;
        if (answer.failed && failed) {
            count.failed += 1;
            if (given.verbose) console.log(`p${number} ${made.client}: runs neither way: ${failed.split('\n').find((line) => line.includes('Error')) ?? failed.slice(0, 200)}`);
        } else if (!same(stub, seen)) {
            count.differ += 1;
            differ += 1;
            console.log(`p${number} ${made.client} (${made.tags.join(' ')}):${failed ? ` ${failed.split('\n').find((line) => line.includes('Error'))}` : ''}${answer.failed ? ` stub: ${answer.failed.split('\n')[0]}` : ''}`);
            for (const request of stub) console.log(`    stub ${one(request)}`);
            for (const request of seen) console.log(`    real ${one(request)}`);
        }
    }
    runner.stop();
    server.close();
    for (const [client, count] of [...counts].sort()) console.log(`${client}: ${Object.entries(count).map(([name, value]) => `${name} ${value}`).join(', ')}`);
    process.exitCode = differ > 0 ? 1 : 0;
}

await main();
