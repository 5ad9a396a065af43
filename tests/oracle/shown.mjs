// What authlint shows of programs that stand in folders of their own below one root.

import { execFileSync } from 'node:child_process';

/** The rows of `authlint requests`, by program. */
export function shown(binary, root) {
    const printed = execFileSync(binary, ['requests', '--format', 'json', '--no-sift', '.'], { cwd: root, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
    const rows = new Map();
    for (const row of JSON.parse(printed).requests) {
        const [program, ...rest] = row.site.path.split('/');
        const one = { ...row, site: { ...row.site, path: rest.join('/') } };
        rows.set(program, [...(rows.get(program) ?? []), one]);
    }
    return rows;
}
