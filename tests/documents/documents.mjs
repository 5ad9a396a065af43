// What a public OpenAPI document says of its operations and their credentials, read here once more and by itself: so that
// what authlint says of calls is held against a second reading.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head'];

/** Numbers that look random and are the same for the same seed. */
export class Dice {
    constructor(seed) {
        this.state = seed >>> 0 || 1;
    }

    below(limit) {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    }

    one(list) {
        return list[this.below(list.length)];
    }

    chance(percent) {
        return this.below(100) < percent;
    }

    shuffled(list) {
        const all = [...list];
        for (let at = all.length - 1; at > 0; at -= 1) {
            const other = this.below(at + 1);
            [all[at], all[other]] = [all[other], all[at]];
        }
        return all;
    }
}

/** The JSON documents below a folder, sorted. */
export function listed(folder) {
    const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
    return files.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
}

/** Whose document it is: the folder below `api`, or the name of the file. */
export function vendor(root, file) {
    return path.relative(root, file).split(path.sep)[0].replace(/\.json$/, '');
}

/** What a `$ref` within the document leads to. */
function resolved(document, node) {
    for (let step = 0; step < 32 && node?.$ref; step += 1) {
        if (!node.$ref.startsWith('#/')) return undefined;
        const keys = decodeURIComponent(node.$ref.slice(2)).split('/');
        node = keys.reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    }
    return node;
}

/** Where a scheme travels: place, name, and in `Authorization` the form. What code cannot be seen to send is `other`. */
function carrier(scheme) {
    const said = scheme?.description ?? '';
    switch (scheme?.type) {
        case 'apiKey':
            if (scheme.in === 'header' && /^authorization$/i.test(scheme.name)) {
                return { place: 'authorization', name: 'Authorization', form: formSaid(said) };
            }
            return { place: scheme.in, name: (scheme.name ?? '').trim() };
        case 'http': {
            const form = (scheme.scheme ?? '').toLowerCase();
            if (form === 'bearer' || form === 'basic') return { place: 'authorization', name: 'Authorization', form };
            return { place: 'other', name: form };
        }
        case 'oauth2':
        case 'openIdConnect':
            return { place: 'authorization', name: 'Authorization', form: 'bearer' };
        default:
            return { place: 'other', name: String(scheme?.type) };
    }
}

/** What a description asks for in `Authorization`; nothing where it does not say it in one of the plainest ways. */
function formSaid(description) {
    const word = /(?:"|`|')(token|bot|ssws|key|oauth|basic)(?:"|`|'| [<{[])/i.exec(description)?.[1];
    if (/\bbearer\b/i.test(description)) return 'bearer';
    return word?.toLowerCase();
}

/** The URL of a server with the defaults of its variables, or undefined where none of it is fixed. */
function address(server) {
    const variables = server?.variables ?? {};
    const filled = String(server?.url ?? '').trim().replace(/\{([^}]*)\}/g, (hole, name) => variables[name]?.default ?? variables[name]?.enum?.[0] ?? hole);
    return /[{}\s]/.test(filled) ? undefined : filled.replace(/([^:/])\/{2,}/g, '$1/').replace(/\/+$/, '');
}

/** Whether a host is one by which an API can be recognised. */
function isRegistered(url, server) {
    const host = /^(?:https?:)?\/\/([^/:]+)/.exec(url)?.[1];
    const written = /^[^/]*\/\/([^/:]+)/.exec(server.url)?.[1] ?? '';
    const domain = written.split('.').slice(-2).join('.');
    if (!host || !host.includes('.') || /(^|\.)example\.\w+$/.test(host) || /^[\d.]+$/.test(host)) return false;
    return !domain.includes('{') && !host.endsWith('.local') && !host.endsWith('localhost');
}

/** A path without the query or fragment that some templates go on with. */
const bare = (template) => template.split('{?')[0].split(/[?#]/)[0];

/** Reads a document. */
export function read(file) {
    const document = JSON.parse(fs.readFileSync(file, 'utf8'));
    const schemes = new Map();
    for (const [name, scheme] of Object.entries(document.components?.securitySchemes ?? {})) {
        schemes.set(name, { id: name, ...carrier(resolved(document, scheme)), of: resolved(document, scheme) });
    }
    const operations = [];
    for (const [template, written] of Object.entries(document.paths ?? {})) {
        const item = resolved(document, written) ?? {};
        for (const method of METHODS) {
            const operation = resolved(document, item[method]);
            if (!operation || !template.startsWith('/')) continue;
            const servers = operation.servers ?? item.servers ?? document.servers ?? [];
            const bases = servers.map((server) => ({ url: address(server), server })).filter((it) => it.url && isRegistered(it.url, it.server));
            const security = operation.security ?? document.security ?? [];
            operations.push({
                method: method.toUpperCase(),
                template,
                path: bare(template),
                isQualified: bare(template) !== template,
                bases: bases.map(({ url }) => url.replace(/^\/\//, 'https://')),
                alternatives: security.map((alternative) => Object.keys(alternative)),
            });
        }
    }
    return { title: document.info?.title ?? '', schemes, operations, file };
}

/** A path template without the names of its variables, in lower case. */
export const shape = (template) => bare(template).replace(/\{[^}]*\}/g, '{}').replace(/\/+$/, '').toLowerCase();

/** The kinds of credentials that authlint infers for the schemes of a document. */
export function importedKinds(binary, file) {
    const { stdout } = spawnSync(binary, ['import', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const kinds = new Map();
    for (const line of stdout.split('\n')) {
        const found = /^ {2}scheme (.+?): .*?, (public|secret|user|machine|signature|none|unknown)\b/.exec(line);
        if (found) kinds.set(found[1], found[2]);
    }
    return kinds;
}
