// Runs programs with stubs in place of HTTP clients, and gives the requests that they really make.

import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** How long one program may take in all its environments, in milliseconds. */
const PATIENCE = 30_000;

/** A process that runs programs, started again where a program does not end. */
export class Runner {
    constructor({ typescript } = {}) {
        this.typescript = typescript;
        this.count = 0;
    }

    #start() {
        this.child = fork(path.join(here, 'runner.mjs'), {
            execArgv: ['--experimental-vm-modules', '--no-warnings'],
            env: { PATH: process.env.PATH, ...(this.typescript && { ORACLE_TYPESCRIPT: this.typescript }) },
            stdio: ['ignore', 'ignore', process.env.ORACLE_DEBUG ? 'inherit' : 'ignore', 'ipc'],
        });
    }

    /**
     * The answers for each environment: `{ requests, failed }`. Either one file is the `entry`, or all `entries` are run and what
     * they export is called. `strict`: what is not there fails.
     */
    run({ folder, entry, entries, environments, strict = false }) {
        if (!this.child) this.#start();
        const { child } = this;
        const id = (this.count += 1);
        return new Promise((resolve) => {
            const end = (answers) => {
                clearTimeout(timer);
                child.off('message', answered);
                child.off('exit', exited);
                resolve(answers);
            };
            const failed = (why) => environments.map(() => ({ requests: [], failed: why }));
            const answered = (message) => message.id === id && end(message.answers);
            const exited = () => {
                this.child = undefined;
                end(failed('it ended the process'));
            };
            const timer = setTimeout(() => {
                this.stop();
                end(failed('it does not end'));
            }, PATIENCE);
            child.on('message', answered);
            child.on('exit', exited);
            child.send({ id, folder, entry, entries, environments, strict });
        });
    }

    stop() {
        this.child?.kill('SIGKILL');
        this.child = undefined;
    }
}
