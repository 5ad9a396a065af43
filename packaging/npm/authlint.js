#!/usr/bin/env node
// Finds the program of this platform, which an optional dependency brings, and becomes it as far as Node.js lets it.
'use strict';

const { spawnSync } = require('node:child_process');

const name = `@authlint/${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'authlint.exe' : 'authlint';

let program;
try {
  program = require.resolve(`${name}/${file}`);
} catch {
  console.error(`authlint: error: the package ${name} is not installed.`);
  console.error('Optional dependencies bring it: they may be switched off, or there is none for this platform.');
  process.exit(2);
}

const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' });
if (error) {
  console.error(`authlint: error: cannot run ${program}: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
