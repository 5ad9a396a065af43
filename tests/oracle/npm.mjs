// Packages of npm that the oracle asks for, in a folder of their own below `target/`.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tree = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder in which these packages are installed, or nothing where npm gives none of them. */
export function install(name, packages) {
    const folder = path.join(process.env.CARGO_TARGET_DIR ?? path.join(tree, 'target'), 'oracle', name);
    const wanted = JSON.stringify(packages);
    const note = path.join(folder, 'installed.json');
    if (fs.existsSync(note) && fs.readFileSync(note, 'utf8') === wanted) return folder;
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    try {
        execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', ...packages], { cwd: folder, stdio: 'ignore', timeout: 300_000 });
    } catch {
        return undefined;
    }
    fs.writeFileSync(note, wanted);
    return folder;
}

/** The path of the TypeScript compiler, or nothing. */
export function typescript() {
    const folder = install('typescript', ['typescript@5.9.3']);
    return folder && path.join(folder, 'node_modules/typescript/lib/typescript.js');
}
