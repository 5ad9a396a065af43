// The mistakes of a verdict, planted into correct calls; and which verdict is due for what is sent, by the contract alone.

const place = (scheme) => (scheme.place === 'authorization' ? 'header' : scheme.place);
const same = (one, other) => one.toLowerCase() === other.toLowerCase();

/** The schemes that a field presents. */
function presents(model, field) {
    return [...model.schemes.values()].filter((scheme) => {
        if (scheme.place !== field.place || !same(scheme.name, field.name) || model.kinds.get(scheme.id) === 'none') return false;
        return scheme.place !== 'authorization' || !scheme.form || scheme.form === field.form;
    });
}

/** What is due for an operation's call that sends these fields: the id of a rule, or undefined where nothing is. */
export function due(model, operation, fields) {
    const kind = (name) => model.kinds.get(name);
    // A token that is known to be a user's is no machine's.
    const meant = (field) => presents(model, field).map((scheme) => scheme.id).filter((name) => !(field.isUser && kind(name) === 'machine'));
    const members = fields.map((field) => ({ field, schemes: meant(field) }));
    const credential = (name) => model.credentials.get(name);
    const alternatives = operation.alternatives.map((names) => names.filter((name) => kind(name) !== 'none'));
    const sent = new Set(members.flatMap((member) => member.schemes));
    if (alternatives.length === 0 || alternatives.some((names) => names.every((name) => sent.has(name)))) {
        const twice = members.some((one) => one.schemes.some((name) => ['secret', 'user', 'machine'].includes(kind(name))
            && place(model.schemes.get(name)) === 'query'
            && members.some((other) => other.schemes.some((it) => credential(it) === credential(name) && place(model.schemes.get(it)) === 'header'))));
        return alternatives.length > 0 && twice ? 'redundant-credentials' : undefined;
    }
    const near = members.filter((member) => member.field.meant);
    if (near.length && alternatives.some((names) => names.every((name) => sent.has(name) || near.some((member) => member.field.meant === name)))) return 'misspelled-credential';
    const counted = members.filter((member) => !member.field.meant && (member.schemes.length || member.field.form === 'bearer' || member.field.place === 'authorization'));
    for (const names of alternatives) {
        const halves = names.filter((name) => kind(name) === 'signature');
        if (halves.some((name) => sent.has(name)) && halves.some((name) => !sent.has(name))) return 'incomplete-signature';
    }
    const held = (where) => new Set(counted.flatMap((member) => member.schemes).filter((name) => !where || place(model.schemes.get(name)) === where).map(credential));
    for (const names of alternatives) {
        const wanted = [...new Set(names.map(credential))];
        const all = (where) => wanted.every((it) => held(where).has(it));
        if (wanted.length > 1 && all() && !all('query') && !all('header')) return 'mixed-credentials';
    }
    if (counted.length === 0) return 'missing-credentials';
    const isBackend = operation.alternatives.length > 0 && alternatives.every((names) => names.some((name) => ['secret', 'machine', 'signature'].includes(kind(name))));
    const takesBearer = alternatives.flat().some((name) => model.schemes.get(name).place === 'authorization' && [undefined, 'bearer'].includes(model.schemes.get(name).form));
    const isUser = (member) => (member.field.form === 'bearer'
        ? !takesBearer || !alternatives.flat().some((name) => member.schemes.includes(name) && kind(name) !== 'user')
        : member.schemes.length > 0 && member.schemes.every((name) => kind(name) === 'user'));
    const isPublic = (member) => member.schemes.length > 0 && member.schemes.every((name) => kind(name) === 'public');
    if (isBackend && counted.every(isUser)) return 'bearer-only';
    if (isBackend && counted.some(isUser) && counted.every((member) => isUser(member) || isPublic(member))) return 'consumer-credentials';
    const belongs = (member) => member.schemes.some((name) => alternatives.flat().includes(name));
    return counted.every(belongs) ? 'incomplete-credentials' : 'unsupported-credentials';
}

/** A scheme of `Authorization` whose form nobody says: what is sent by it could be in any other. */
const isUnsaid = (scheme) => scheme.place === 'authorization' && !scheme.form;

const squeezed = (name) => name.toLowerCase().replace(/[-_]/g, '');

/** A name with one letter wrong: nobody else's name. */
function misspelt(model, name, dice) {
    for (let attempt = 0; attempt < 8; attempt += 1) {
        const letters = [...name];
        const at = 1 + dice.below(letters.length - 1);
        if (dice.chance(50)) letters.splice(at, 0, letters[at]);
        else letters.splice(at, 1);
        const wrong = letters.join('');
        if (![...model.schemes.values()].some((scheme) => squeezed(scheme.name) === squeezed(wrong) || same(scheme.name, wrong))) return wrong;
    }
    return undefined;
}

/** The ways to get a call wrong: each gives other fields, or undefined where it cannot be done. */
export const MISTAKES = {
    'nothing sent': (model, operation, fields) => (fields.length ? [] : undefined),
    'one of several left out': (model, operation, fields, dice) => {
        if (fields.length < 2) return undefined;
        const out = dice.below(fields.length);
        return fields.filter((_, at) => at !== out);
    },
    "a user's token alone": () => [{ place: 'authorization', name: 'Authorization', form: 'bearer', value: 'userToken', isUser: true }],
    "a user's token with what is public": (model, operation, fields) => {
        const open = fields.filter((field) => model.kinds.get(field.of) === 'public' && field.place !== 'authorization');
        return open.length ? [...open, { place: 'authorization', name: 'Authorization', form: 'bearer', value: 'userToken', isUser: true }] : undefined;
    },
    'a name misspelt': (model, operation, fields, dice) => {
        const named = fields.filter((field) => (field.place === 'query' || field.place === 'header') && field.name.length >= 5);
        if (!named.length) return undefined;
        const wrong = dice.one(named);
        const name = misspelt(model, wrong.name, dice);
        return name && fields.map((field) => (field === wrong ? { ...field, name, meant: wrong.of } : field));
    },
    'another scheme of the API': (model, operation, fields, dice) => {
        const own = new Set(operation.alternatives.flat());
        const others = [...model.schemes.values()].filter((scheme) => !own.has(scheme.id) && ['query', 'header', 'authorization'].includes(scheme.place) && !isUnsaid(scheme));
        return others.length ? [model.field(dice.one(others))] : undefined;
    },
    'twice, in query and header': (model, operation, fields) => {
        for (const field of fields) {
            const twin = [...model.schemes.values()].find((scheme) => scheme.id !== field.of && model.credentials.get(scheme.id) === model.credentials.get(field.of) && place(scheme) !== place(field));
            if (twin && ['query', 'header'].includes(place(twin))) return [...fields, model.field(twin)];
        }
        return undefined;
    },
    'split over query and header': (model, operation, fields) => {
        if (fields.length < 2) return undefined;
        for (const field of fields) {
            const twin = [...model.schemes.values()].find((scheme) => scheme.id !== field.of && model.credentials.get(scheme.id) === model.credentials.get(field.of) && place(scheme) !== place(field));
            if (twin && ['query', 'header'].includes(place(twin))) return fields.map((it) => (it === field ? model.field(twin) : it));
        }
        return undefined;
    },
    'the wrong form of Authorization': (model, operation, fields) => {
        const wrong = fields.find((field) => field.place === 'authorization' && model.schemes.get(field.of).form);
        if (!wrong) return undefined;
        const form = wrong.form === 'bearer' ? 'basic' : 'bearer';
        const other = form === 'basic' ? 'process.env.OTHER' : undefined;
        return fields.map((field) => (field === wrong ? { ...field, form, other } : field));
    },
};
