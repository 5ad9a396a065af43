// What the language and libraries do that once was taken for nothing: all of it is in order, but for the twins.
import axios from 'axios';
import { Base } from 'a-package';
import { ofetch } from 'ofetch';

const K = 'X-LoginRadius-ApiKey';
const S = 'X-LoginRadius-ApiSecret';
const key = process.env.K;
const secret = process.env.S;
const account = 'https://api.loginradius.com/identity/v2/manage/account?email=a';
const organizations = 'https://api.loginradius.com/v2/manage/organizations';
const send = (url, headers) => fetch(url, { headers });

// Members that values have by what they are.
function built(params = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) search.set(name, value);
  }
  return `${organizations}${search.size ? `?${search}` : ''}`;
}
export const bySize = () => fetch(built({ apikey: key, apisecret: secret }));
export const byMap = (m = new Map([[K, key], [S, secret]])) => send(account, m.size ? Object.fromEntries(m) : {});
export const byMethod = (h = new Headers({ [K]: key })) => {
  if (h.set) h.set(S, secret);
  return send(account, h);
};
export const byTypeOfMethod = () => {
  const h = new Headers({ [K]: key });
  if (typeof h.set === 'function') h.set(S, secret);
  if ('set' in h) h.set(S, secret);
  return send(account, h);
};
export const byIterator = () => {
  const h = new Headers([[K, key], [S, secret]]);
  return send(account, typeof h[Symbol.iterator] === 'function' ? Object.fromEntries(h) : {});
};
export const byPromise = async () => {
  const made = Promise.resolve({ [K]: key, [S]: secret });
  return send(account, made.then ? await made : {});
};
export const byPrototype = () => {
  const h = { [K]: key };
  if (typeof h.hasOwnProperty === 'function') h[S] = secret;
  return send(account, h);
};
export const byNoMember = () => {
  const h = { [K]: key };
  if (h.certainlyNot) h[S] = secret;
  return send(account, h); // expect: incomplete-credentials
};
export const byKnownSize = () => {
  const m = new Map([[K, key]]);
  if (m.size > 1) m.set(S, secret);
  return send(account, Object.fromEntries(m)); // expect: incomplete-credentials
};

// Functions that are asked about items.
const pairs = [[S, secret]];
export const bySome = () => {
  const h = { [K]: key };
  pairs.some(([name, value]) => { h[name] = value; return true; });
  return send(account, h);
};
export const byFind = () => {
  const h = { [K]: key };
  pairs.find(([name, value]) => { h[name] = value; return false; });
  return send(account, h);
};
export const bySort = () => {
  const h = { [K]: key };
  [[S, secret], ['a', 'b']].sort(([name, value]) => { h[name] = value; return 0; });
  return send(account, h);
};
export const byReviver = () => {
  const h = { [K]: key };
  JSON.parse('{}', (name, value) => { h[name] = value; return value; });
  return send(account, h);
};
export const byThis = () => {
  const h = { [K]: key };
  pairs.forEach(function ([name, value]) { this[name] = value; }, h);
  return send(account, h);
};
export const byThisOfMap = () => {
  const h = {};
  new Map([[K, key], [S, secret]]).forEach(function (value, name) { this[name] = value; }, h);
  return send(account, h);
};
export const byFrom = () => {
  const h = { [K]: key };
  Array.from(pairs, ([name, value]) => { h[name] = value; });
  return send(account, h);
};
export const byLength = () => {
  const all = [[K, key], [S, secret]];
  return send(account, Object.fromEntries(Array.from({ length: 2 }, (_, at) => all[at])));
};
export const byShortLength = () => {
  const all = [[K, key], [S, secret]];
  return send(account, Object.fromEntries(Array.from({ length: 1 }, (_, at) => all[at]))); // expect: incomplete-credentials
};
export const byEveryButOne = () => {
  const h = { [K]: key };
  [['a', 'b'], [S, secret]].every(([name, value]) => { h[name] = value; return false; });
  return send(account, h); // expect: incomplete-credentials
};

// Classes that extend what is not in sight.
class Own extends Headers {
  constructor() {
    super({ [K]: key });
    this.set(S, secret);
  }
}
class Plain extends Headers {}
class Pairs extends Array {}
class Other extends Base {
  constructor() {
    super();
    this[K] = key;
  }
}
class Known {}
class Kin extends Known {
  constructor() {
    super();
    this[K] = key;
  }
}
export const byOwn = () => send(account, new Own());
export const byPlain = () => send(account, new Plain({ [K]: key, [S]: secret }));
export const byPairs = () => {
  const list = new Pairs();
  list.push([K, key], [S, secret]);
  return send(account, Object.fromEntries(list));
};
export const byOther = () => send(account, { ...new Other() });
export const byKin = () => send(account, { ...new Kin() }); // expect: incomplete-credentials

// What says itself what it is.
class Iterated {
  *[Symbol.iterator]() {
    yield [K, key];
    yield [S, secret];
  }
}
const written = { toJSON() { return { [K]: key, [S]: secret }; } };
const writtenInPart = { toJSON() { return { [K]: key }; } };
export const byIterated = () => send(account, new Headers(new Iterated()));
export const byJson = () => send(account, JSON.parse(JSON.stringify(written)));
export const byJsonInPart = () => send(account, JSON.parse(JSON.stringify(writtenInPart))); // expect: incomplete-credentials

// `this` of statics.
export class Kept {
  static headers = { [K]: key };
  static init(value) { this.headers[S] = value; }
  static account() { return send(account, Kept.headers); }
}
class Made {
  static create() { return new this(); }
  own() { return { [K]: key }; }
  go() { return send(account, this.own()); }
}
class MadeWhole extends Made {
  own() { return { ...super.own(), [S]: secret }; }
}
MadeWhole.create().go();
class MadeInPart {
  static create() { return new this(); }
  own() { return { [K]: key }; }
  go() { return send(account, this.own()); } // expect: incomplete-credentials
}
MadeInPart.create().go();

// How interceptors find the method.
const api = axios.create({ baseURL: 'https://api.loginradius.com', headers: { [K]: key } });
api.interceptors.request.use((config) => {
  if (config.method === 'get') config.headers[S] = secret;
  return config;
});
export const byMethodName = () => api.get('/identity/v2/manage/account/sott');
export const byOtherMethodName = () => api.delete('/identity/v2/manage/account/1'); // expect: incomplete-credentials
const other = ofetch.create({
  baseURL: 'https://api.loginradius.com',
  headers: { [K]: key },
  onRequest({ options }) {
    if (!options.method) options.headers.set(S, secret);
  },
});
export const byNoMethod = () => other('/identity/v2/manage/account/sott');
