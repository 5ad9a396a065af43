// Holds the requests that a program really makes against those that `authlint requests` shows.

/** A shown URL as an expression: what is in braces stands for anything, also for nothing. */
function pattern(url) {
    const escaped = url.split(/\{[^{}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${escaped.join('.*')}/?$`, 'i');
}

const GIVEN = /argument\d+/g;

/** The same of a real URL: a function that was called here is shown with what the program's own callers give it. */
function givenPattern(url) {
    const escaped = url.split(GIVEN).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return escaped.length > 1 ? new RegExp(`^${escaped.join('.*')}/?$`, 'i') : /^$/;
}

const withoutQuery = (url) => url.split('?')[0].replace(/\/$/, '');

/** Whether a shown row may be this real request. */
function fits(row, real) {
    const method = row.methods.length === 0 || row.methods.includes(real.method);
    const url = withoutQuery(real.url);
    return method && row.urls.some((shown) => pattern(shown).test(url) || givenPattern(url).test(withoutQuery(shown)));
}

const within = (some, all) => some.every((one) => all.includes(one));

/** Whether a closed row says exactly what this real request carries: all that is certain, and nothing that is not shown. */
function agrees(row, real) {
    return ['query', 'headers'].every((part) => {
        const shown = row[part].map((one) => ({ name: one.name.toLowerCase(), certain: one.certain }));
        const certain = shown.filter((one) => one.certain).map((one) => one.name);
        return within(certain, real[part]) && within(real[part], shown.map((one) => one.name));
    });
}

/** `exact`, `open`, `unseen` (no row for it), or `wrong` (only closed rows, and none says what it carries). */
export function verdict(rows, real) {
    const lines = new Set(real.sites.map((site) => `${site.file}:${site.line}`));
    const at = (row) => lines.has(`${row.site.path}:${row.site.line}`);
    const here = rows.filter((row) => at(row) && fits(row, real));
    if (here.some((row) => !row.open && agrees(row, real))) return { kind: 'exact', rows: here };
    if (here.some((row) => row.open)) return { kind: 'open', rows: here };
    return { kind: here.length > 0 ? 'wrong' : 'unseen', rows: here };
}

/** Whether a closed row is what some real request carries. */
export function isReal(row, reals) {
    return reals.some((real) => fits(row, real) && agrees(row, real));
}
