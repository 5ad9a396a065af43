// One program in a thread of its own, with stubs in place of what sends requests.
'use strict';

const { workerData, parentPort } = require('node:worker_threads');
const { pathToFileURL } = require('node:url');

require('./stubs/globals.cjs');

for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => {};
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

(async () => {
    try {
        await import(pathToFileURL(workerData.entry));
        // What was started and not awaited ends here.
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        parentPort.postMessage({ done: true });
    } catch (error) {
        parentPort.postMessage({ failed: String(error?.stack ?? error) });
    }
})();
