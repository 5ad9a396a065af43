// Runs programs under Node, with stubs in place of HTTP clients, and gives the requests that they really make.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Packages that have a stub, by the names that programs import them by. */
const PACKAGES = {
    axios: 'axios',
    got: 'got',
    ky: 'ky',
    superagent: 'superagent',
    undici: 'undici',
    needle: 'needle',
    ofetch: 'ofetch',
    '@unseen/outside': 'outside',
};

/** Puts the stubs where Node finds packages of all programs below a folder. */
export function install(root) {
    for (const [name, stub] of Object.entries(PACKAGES)) {
        const folder = path.join(root, 'node_modules', name);
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
        fs.writeFileSync(path.join(folder, 'index.cjs'), `module.exports = require(${JSON.stringify(path.join(here, 'stubs', `${stub}.cjs`))});\n`);
    }
}

/** How long a program may take, in milliseconds. */
const PATIENCE = 4000;

/** The requests that a program makes in one environment. */
export function run(program, entry, environment) {
    return new Promise((resolve) => {
        const requests = [];
        const worker = new Worker(path.join(here, 'worker.cjs'), {
            workerData: { entry: path.join(program, entry) },
            env: { ...environment, ORACLE_PROGRAM: program },
            stdout: true,
            stderr: true,
        });
        const end = (failed) => {
            clearTimeout(timer);
            void worker.terminate();
            resolve({ requests, failed });
        };
        const timer = setTimeout(() => end('it does not end'), PATIENCE);
        worker.on('message', (message) => {
            if (message.done || message.failed) end(message.failed);
            else requests.push(message);
        });
        worker.on('error', (error) => end(String(error)));
        worker.on('exit', () => end());
    });
}
