// Calls as people write them: a call is a method, a base, a path, and what is sent in query and headers; a program is one of
// several clients' ways to make it, in JavaScript or Rust.

const text = (value) => JSON.stringify(value);
const inTemplate = (value) => value.replace(/[\\`]|\$(?=\{)/g, '\\$&');
const inFormat = (value) => value.replace(/[{}]/g, '$&$&').replace(/[\\"]/g, '\\$&');

/** The pieces of a path: fixed texts and the numbers of its variables. */
function pieces(path) {
    const found = [];
    let rest = path;
    let count = 0;
    for (let hole = /\{[^}]*\}/.exec(rest); hole; hole = /\{[^}]*\}/.exec(rest)) {
        if (hole.index > 0) found.push(rest.slice(0, hole.index));
        found.push(count);
        count += 1;
        rest = rest.slice(hole.index + hole[0].length);
    }
    if (rest) found.push(rest);
    return { found, count };
}

const variable = (number) => `part${number}`;
const template = (found) => found.map((it) => (typeof it === 'string' ? inTemplate(it) : `\${${variable(it)}}`)).join('');
const added = (found) => found.map((it) => (typeof it === 'string' ? `'${it.replace(/[\\']/g, '\\$&')}'` : `encodeURIComponent(${variable(it)})`)).join(' + ') || "''";
const formatted = (found) => found.map((it) => (typeof it === 'string' ? inFormat(it) : `{${variable(it)}}`)).join('');

const WORDS = { bearer: 'Bearer', basic: 'Basic' };
const word = (form) => WORDS[form] ?? (form ? form[0].toUpperCase() + form.slice(1) : '');

/** The value of a header in JavaScript. */
function value(field) {
    if (field.place !== 'authorization') return field.place === 'cookie' ? `\`${inTemplate(field.name)}=\${${field.value}}\`` : field.value;
    if (field.form === 'basic') return `\`Basic \${Buffer.from(\`\${${field.value}}:\${${field.other}}\`).toString('base64')}\``;
    return field.form ? `\`${word(field.form)} \${${field.value}}\`` : field.value;
}

const headerName = (field) => (field.place === 'cookie' ? 'Cookie' : field.name);

function javascript(call, dice) {
    const { found, count } = pieces(call.path);
    const query = call.fields.filter((field) => field.place === 'query');
    const headers = call.fields.filter((field) => ['header', 'authorization', 'cookie'].includes(field.place));
    const lines = [];
    const before = [];
    const url = { whole: `\`${inTemplate(call.base)}${template(found)}\``, based: `BASE + ${added(found)}`, made: undefined }[call.idiom];
    const [origin, basePath] = /^(https?:\/\/[^/]*)(.*)$/.exec(call.base).slice(1);
    if (call.idiom === 'based') before.push(`const BASE = ${text(call.base)};`);
    const queryText = query.map((field) => `${encodeURIComponent(field.name)}=\${${field.value}}`).join('&');
    const written = Object.fromEntries(headers.map((field) => [headerName(field), value(field)]));
    const headerEntries = Object.entries(written).map(([name, it]) => `${text(name)}: ${it}`).join(', ');
    let address = url;
    let params = '';
    const map = `{ ${query.map((field) => `${text(field.name)}: ${field.value}`).join(', ')} }`;
    const instance = call.idiom === 'made' && ['axios', 'got', 'ky'].includes(call.client) && !/[?#]/.test(call.path);
    const takesMap = call.client !== 'fetch' && (instance || dice.chance(50));
    if (instance) address = `\`${template(found)}\``;
    else if (call.idiom === 'made') {
        lines.push(`const url = new URL(\`${inTemplate(basePath)}${template(found)}\`, ${text(origin)});`);
        if (query.length && !takesMap) lines.push(...query.map((field) => `url.searchParams.set(${text(field.name)}, ${field.value});`));
        address = call.client === 'fetch' || call.client === 'got' ? 'url' : 'url.toString()';
    }
    if (query.length && takesMap) params = map;
    else if (query.length && call.idiom === 'whole') address = `\`${inTemplate(call.base)}${template(found)}?${queryText}\``;
    else if (query.length && call.idiom === 'based') address = `${address} + '?' + new URLSearchParams(${map})`;
    let headerMap = `{ ${headerEntries} }`;
    if (headers.length && dice.chance(25)) {
        lines.push('const headers = {};', ...Object.entries(written).map(([name, it]) => `headers[${text(name)}] = ${it};`));
        headerMap = 'headers';
    }
    const method = text(call.method);
    const small = call.method.toLowerCase();
    const option = (name, it) => (it && it !== '{  }' ? `${name}: ${it}, ` : '');
    const options = (queryName, extra = '') => `{ ${extra}${option('headers', headers.length ? headerMap : '')}${option(queryName, params)}}`;
    const body = ['POST', 'PUT', 'PATCH'].includes(call.method);
    switch (call.client) {
        case 'fetch':
            lines.push(`return fetch(${address}, ${options('', `method: ${method}, ${body ? "body: '{}', " : ''}`)});`);
            break;
        case 'axios': {
            before.push("import axios from 'axios';");
            const client = instance ? 'api' : 'axios';
            if (instance) before.push(`const api = axios.create({ baseURL: ${text(call.base)} });`);
            if (dice.chance(40)) lines.push(`return ${client}.request(${options('params', `method: ${method}, url: ${address}, `)});`);
            else lines.push(`return ${client}.${small}(${address}, ${body ? '{}, ' : ''}${options('params')});`);
            break;
        }
        case 'got':
        case 'ky': {
            const client = instance ? 'api' : call.client;
            before.push(`import ${call.client} from '${call.client}';`);
            if (instance) {
                before.push(`const api = ${call.client}.${call.client === 'got' ? 'extend' : 'create'}({ prefixUrl: ${text(call.base)} });`);
                address = address.replace(/^`\/+/, '`');
            }
            if (dice.chance(40)) lines.push(`return ${client}(${address}, ${options('searchParams', `method: ${method}, `)});`);
            else lines.push(`return ${client}.${small}(${address}, ${options('searchParams')});`);
            break;
        }
        case 'superagent':
            before.push("import superagent from 'superagent';");
            lines.push(`return superagent.${small}(${address})${Object.entries(written).map(([name, it]) => `.set(${text(name)}, ${it})`).join('')}${params ? `.query(${params})` : ''};`);
            break;
        default:
            before.push("import { request } from 'undici';");
            lines.push(`return request(${address}, ${options('query', `method: ${method}, `)});`);
    }
    const imports = before.filter((line) => line.startsWith('import '));
    const names = [...Array(count).keys()].map(variable);
    return [
        ...imports,
        ...before.filter((line) => !line.startsWith('import ')),
        '',
        `export async function call(${[...names, ...call.taken].join(', ')}) {`,
        ...lines.map((line) => `    ${line}`),
        '}',
        '',
    ].join('\n');
}

const env = (expression) => {
    const name = /^process\.env\.(\w+)$/.exec(expression)?.[1];
    return name ? `std::env::var(${text(name)}).unwrap_or_default()` : expression;
};

function rust(call) {
    const { found, count } = pieces(call.path);
    const lines = [];
    const query = call.fields.filter((field) => field.place === 'query');
    const headers = call.fields.filter((field) => ['header', 'authorization', 'cookie'].includes(field.place));
    call.fields.forEach((field, at) => {
        lines.push(`let value${at} = ${env(field.value)}${/^process/.test(field.value) ? '' : '.to_owned()'};`);
        if (field.other) lines.push(`let other${at} = ${env(field.other)}${/^process/.test(field.other) ? '' : '.to_owned()'};`);
    });
    const at = (field) => call.fields.indexOf(field);
    const before = [];
    if (call.idiom === 'whole') lines.push(`let url = format!("${inFormat(call.base)}${formatted(found)}");`);
    else {
        before.push(`const BASE: &str = ${text(call.base)};`, '');
        lines.push(`let url = format!("{BASE}${formatted(found)}");`);
    }
    const names = [...Array(count).keys()].map(variable);
    const taken = [...names, ...call.taken].map((name) => `${name}: &str`).join(', ');
    if (call.client === 'ureq') {
        const rows = [`ureq::${call.method.toLowerCase()}(&url)`];
        for (const field of headers) {
            const it = field.place === 'cookie' ? `format!("${inFormat(field.name)}={value${at(field)}}")` : field.form === 'basic' ? undefined : field.place === 'authorization' && field.form ? `format!("${word(field.form)} {value${at(field)}}")` : `value${at(field)}`;
            if (it) rows.push(`    .header(${text(headerName(field))}, &${it})`);
            else {
                lines.push(`let pair = base64::engine::general_purpose::STANDARD.encode(format!("{value${at(field)}}:{other${at(field)}}"));`);
                rows.push('    .header("Authorization", &format!("Basic {pair}"))');
            }
        }
        for (const field of query) rows.push(`    .query(${text(field.name)}, &value${at(field)})`);
        const body = ['POST', 'PUT', 'PATCH'].includes(call.method);
        rows.push(body ? '    .send("{}");' : '    .call();');
        lines.push(`let _ = ${rows[0]}`, ...rows.slice(1));
        const uses = headers.some((field) => field.form === 'basic') ? ['use base64::Engine;', ''] : [];
        return [...uses, ...before, `pub fn call(${taken}) {`, ...lines.map((line) => `    ${line}`), '}', ''].join('\n');
    }
    if (call.idiom === 'made') lines.push('let url = reqwest::Url::parse(&url).expect("an address");');
    const rows = ['reqwest::Client::new()', `    .${call.method.toLowerCase()}(url)`];
    for (const field of headers) {
        if (field.form === 'basic') rows.push(`    .basic_auth(value${at(field)}, Some(other${at(field)}))`);
        else if (field.form === 'bearer') rows.push(`    .bearer_auth(value${at(field)})`);
        else if (field.place === 'cookie') rows.push(`    .header("Cookie", format!("${inFormat(field.name)}={value${at(field)}}"))`);
        else if (field.place === 'authorization' && field.form) rows.push(`    .header("Authorization", format!("${word(field.form)} {value${at(field)}}"))`);
        else rows.push(`    .header(${text(field.name)}, value${at(field)})`);
    }
    if (query.length) rows.push(`    .query(&[${query.map((field) => `(${text(field.name)}, value${at(field)})`).join(', ')}])`);
    rows.push('    .send()', '    .await;');
    lines.push(`let _ = ${rows[0]}`, ...rows.slice(1));
    return [...before, `pub async fn call(${taken}) {`, ...lines.map((line) => `    ${line}`), '}', ''].join('\n');
}

export const CLIENTS = ['fetch', 'axios', 'got', 'ky', 'superagent', 'undici', 'reqwest', 'ureq'];
export const IDIOMS = ['whole', 'based', 'made'];
export const isRust = (client) => client === 'reqwest' || client === 'ureq';

/** The text of a program that makes a call. */
export function program(call, dice) {
    return isRust(call.client) ? rust(call) : javascript(call, dice);
}
