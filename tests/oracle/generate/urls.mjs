// Expressions for paths and URLs, and for headers in the forms that `fetch` takes.

import { HEADERS, HOST, PARAMETERS, PATHS, text } from './program.mjs';

export const PATH_IDIOMS = {
    written: (p, base) => text(base),
    template: (p, base) => `\`${base}/\${process.env.VALUE_A}\``,
    concatenated: (p, base) => `(${text(`${base}/`)} + process.env.VALUE_A)`,
    joined: (p, base) => `[${text(base)}, process.env.VALUE_A].join('/')`,
    either: (p, base) => `(${p.condition()} ? ${text(base)} : ${text(p.pick(PATHS))})`,
    longer: (p, base) => {
        const it = p.name('path');
        p.declare(`let ${it} = ${text(base)};\nif (${p.condition()}) ${it} += '/roles';`);
        return it;
    },
    made: (p, base) => {
        const it = p.name('pathOf');
        p.declare(`function ${it}(id${p.ts(': string | undefined')} = 'all') {\n    return \`${base}/\${id}\`;\n}`);
        return p.chance(0.5) ? `${it}()` : `${it}(process.env.VALUE_A)`;
    },
    filled: (p, base) => `${text(`${base}/{uid}/role`)}.replace('{uid}', encodeURIComponent(process.env.VALUE_A${p.ts('!')}))`,
    filledAll: (p, base) => {
        const it = p.name('fill');
        p.declare(`function ${it}(template${p.ts(': string')}, values${p.ts(': any')}) {\n    return template.replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);\n}`);
        return `${it}(${text(`${base}/{uid}/role`)}, { uid: process.env.VALUE_A })`;
    },
    filledLoop: (p, base) => {
        const it = p.name('route');
        p.declare(`let ${it} = ${text(`${base}/:uid/role/:role`)};\nfor (const [name, value] of Object.entries({ uid: process.env.VALUE_A, role: 'r' })) ${it} = ${it}.replace(\`:\${name}\`, String(value));`);
        return it;
    },
    reduced: (p, base) => `['role', process.env.VALUE_A].reduce((all${p.ts(': string')}, part) => \`\${all}/\${part}\`, ${text(base)})`,
    filteredParts: (p, base) => `[${text(base)}, process.env.VALUE_B, 'roles'].filter(Boolean).join('/')`,
    optionalPart: (p, base) => `\`${base}\${process.env.VALUE_B ? \`/\${process.env.VALUE_B}\` : ''}\``,
    listed: (p, base) => {
        const it = p.name('ROUTES');
        p.declare(`const ${it}${p.ts(': any')} = { account: ${text(base)}, of: (id${p.ts(': any')}) => \`${base}/\${id}\` };`);
        return p.chance(0.5) ? `${it}.account` : `${it}.of(process.env.VALUE_A)`;
    },
    exported: (p, base) => {
        const it = p.name('ROUTE');
        p.elsewhere('library', `export const ${it} = ${text(base)};`, it);
        return it;
    },
    tagged: (p, base) => {
        const it = p.name('tag');
        p.declare(`const ${it} = (parts${p.ts(': any')}, ...values${p.ts(': any[]')}) => parts.reduce((all${p.ts(': any')}, part${p.ts(': any')}, at${p.ts(': any')}) => all + encodeURIComponent(String(values[at - 1])) + part);`);
        return `${it}\`${base}/\${process.env.VALUE_A}/role\``;
    },
    trimmed: (p, base) => `${text(`${base}/`)}.replace(/\\/+$/, '')`,
    sliced: (p, base) => `${text(`  ${base}`)}.trim()`,
    normal: (p, base) => `(${text(base)} + '/' + [process.env.VALUE_A, 'x'].map((one) => encodeURIComponent(String(one))).join('/'))`,
};

/** An expression for a path of the API. */
export function path(p) {
    const chosen = p.only ? (p.only.path ?? 'written') : p.pick(Object.keys(PATH_IDIOMS));
    p.tags.push(`path-${chosen}`);
    return PATH_IDIOMS[chosen](p, p.pick(PATHS));
}

function host(p) {
    return p.pick([
        () => text(HOST),
        () => {
            const it = p.name('HOST');
            p.declare(`const ${it} = ${text(HOST)};`);
            return it;
        },
        () => {
            const it = p.name('settings');
            p.declare(`const ${it} = { api: { base: ${text(HOST)} } };`);
            return `${it}.api.base`;
        },
        () => `\`https://\${${text(HOST.slice(8))}}\``,
        () => `(process.env.BASE_URL ?? ${text(HOST)})`,
        () => {
            const it = p.name('base');
            p.declare(`let ${it} = '';\n${it} = ${text(HOST)};`);
            return it;
        },
    ])();
}

export const WITH_QUERY = {
    added: (p, plain, map) => `${plain()} + '?' + new URLSearchParams(${map})`,
    template: (p, plain, map) => `\`\${${plain()}}?\${new URLSearchParams(${map}).toString()}\``,
    set: (p, plain, map) => {
        const it = p.name('url');
        p.declare(`const ${it} = new URL(${plain()});\nfor (const [name, value] of Object.entries(${map})) ${it}.searchParams.set(name, value${p.ts(' as string')});`);
        return p.pick([`${it}.toString()`, `${it}.href`, `String(${it})`]);
    },
    search: (p, plain, map) => {
        const it = p.name('address');
        p.declare(`const ${it} = new URL(${plain()});\n${it}.search = String(new URLSearchParams(${map}));`);
        return `${it}.href`;
    },
    relative: (p, plain, map) => {
        const it = p.name('address');
        p.declare(`const ${it} = new URL((${path(p)}), ${host(p)});\n${it}.search = new URLSearchParams(${map}).toString();`);
        return `${it}.href`;
    },
    appended: (p, plain, map) => {
        const it = p.name('search');
        p.declare(`const ${it} = new URLSearchParams(${map});\nif (${p.condition()}) ${it}.append(${text(p.pick(PARAMETERS))}, ${p.value()});`);
        return `${plain()} + '?' + ${it}`;
    },
    removed: (p, plain, map) => {
        const it = p.name('search');
        p.declare(`const ${it} = new URLSearchParams(${map});\n${it}.delete(${text(p.pick(PARAMETERS))});\n${it}.set(${text(p.pick(PARAMETERS))}, ${p.value()});`);
        return `\`\${${plain()}}?\${${it}}\``;
    },
    pairs: (p, plain, map) => {
        const it = p.name('pairs');
        p.declare(`const ${it} = Object.entries(${map}).map(([name, value]) => \`\${name}=\${encodeURIComponent(String(value))}\`).join('&');`);
        return `\`\${${plain()}}?\${${it}}\``;
    },
    pushed: (p, plain, map) => {
        const it = p.name('list');
        p.declare(`const ${it}${p.ts(': string[]')} = [];\nfor (const [name, value] of Object.entries(${map})) {\n    ${it}.push(encodeURIComponent(name) + '=' + encodeURIComponent(String(value)));\n}`);
        return `${plain()} + '?' + ${it}.join('&')`;
    },
    glued: (p, plain, map) => {
        const it = p.name('line');
        p.declare(`let ${it} = '';\nObject.keys(${map}).forEach((name) => {\n    ${it} += (${it} ? '&' : '?') + name + '=1';\n});`);
        return `${plain()} + ${it}`;
    },
    ofPairs: (p, plain, map) => `${plain()} + '?' + new URLSearchParams(Object.entries(${map}).map(([name, value]) => [name, String(value)]))`,
    both: (p, plain, map) => `\`\${${plain()}}?\${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(${map})), ${text(p.pick(PARAMETERS))}: ${p.value()} })}\``,
    literal: (p, plain, map) => `\`\${${plain()}}?${p.pick(PARAMETERS)}=\${process.env.VALUE_A}&\${new URLSearchParams(${map})}\``,
    function: (p, plain, map) => {
        const it = p.name('withQuery');
        p.declare(`function ${it}(url${p.ts(': string')}, query${p.ts(': any')}) {\n    const search = new URLSearchParams(query).toString();\n    return search ? \`\${url}?\${search}\` : url;\n}`);
        return `${it}(${plain()}, ${map})`;
    },
    pathname: (p, plain, map) => {
        const it = p.name('place');
        p.declare(`const ${it} = new URL(${host(p)});\n${it}.pathname = ${path(p)};\nif (${p.condition()}) ${it}.pathname += '/more';\nfor (const [name, value] of Object.entries(${map})) ${it}.searchParams.append(name, String(value));`);
        return `${it}.href`;
    },
};

/** A URL with everything in it: host, path, and a query if there is a map for one. */
export function url(p, map) {
    const plain = () => `${host(p)} + (${path(p)})`;
    if (!map) return plain();
    const chosen = p.only ? (p.only.query ?? 'added') : p.pick(Object.keys(WITH_QUERY));
    p.tags.push(`query-${chosen}`);
    return WITH_QUERY[chosen](p, plain, map);
}

/** Headers in a form that `fetch` takes; what is written inside a function declares nothing around it. */
export function fetchHeaders(p, map, inside = false) {
    const declared = (change) => {
        const it = p.name('headers');
        p.declare(`const ${it} = new Headers(${map}${p.ts(' as any')});\n${change(it)}`);
        return it;
    };
    const written = [
        () => map,
        () => map,
        () => `new Headers(${map})`,
        () => `Object.entries(${map})`,
        () => `new Headers([...new Headers(${map})])`,
    ];
    if (inside) return p.pick(written)();
    return p.pick([
        ...written,
        () => declared((it) => `${it}.set(${text(p.pick(HEADERS))}, ${p.value()});`),
        () => declared((it) => `if (${p.condition()}) ${it}.delete(${text(p.pick(HEADERS))});`),
        () => declared((it) => `if (!${it}.has(${text(p.pick(HEADERS))})) ${it}.append(${text(p.pick(HEADERS))}, ${p.value()});`),
    ])();
}
