// Writes the packages for npm: one for each program that is given, and `authlint`, which starts the one that fits.
//
//     node packaging/npm/build.mjs --out DIR [PLATFORM-ARCH=PROGRAM ...]
//
// Without programs `authlint` alone is written. PLATFORM and ARCH are Node's words: linux-x64, darwin-arm64, win32-x64.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

/** The platforms that a release has programs for. */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
const field = (name) => manifest.match(new RegExp(`^${name} = "(.*)"$`, 'm'))[1];
const version = field('version');
const shared = {
  version,
  license: field('license').replace(/^(.*)$/, '($1)'),
  repository: { type: 'git', url: `git+${field('repository')}.git` },
};

const args = process.argv.slice(2);
const at = args.indexOf('--out');
if (at < 0 || !args[at + 1]) {
  console.error('usage: build.mjs --out DIR [PLATFORM-ARCH=PROGRAM ...]');
  process.exit(2);
}
const [, out] = args.splice(at, 2);

const write = (folder, description) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, licence), join(folder, licence));
};

for (const given of args) {
  const [target, program] = given.split('=');
  if (!PLATFORMS.includes(target) || !program) {
    console.error(`${given}: PLATFORM-ARCH=PROGRAM, with one of ${PLATFORMS.join(', ')}`);
    process.exit(2);
  }
  const [os, cpu] = target.split('-');
  const file = os === 'win32' ? 'authlint.exe' : 'authlint';
  const folder = join(out, target);
  write(folder, {
    name: `@authlint/${target}`,
    description: `The program authlint for ${target}`,
    ...shared,
    os: [os],
    cpu: [cpu],
    files: [file],
    preferUnplugged: true,
  });
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
}

const launcher = join(out, 'authlint');
write(launcher, {
  name: 'authlint',
  description: field('description'),
  ...shared,
  bin: { authlint: 'authlint.js' },
  engines: { node: '>=18' },
  files: ['authlint.js'],
  optionalDependencies: Object.fromEntries(PLATFORMS.map((target) => [`@authlint/${target}`, version])),
});
copyFileSync(join(here, 'authlint.js'), join(launcher, 'authlint.js'));
chmodSync(join(launcher, 'authlint.js'), 0o755);
copyFileSync(join(root, 'README.md'), join(launcher, 'README.md'));
