// Shapes that once could be taken for requests without credentials: all of them are in order.
import axios from 'axios';
import got from 'got';
import ky from 'ky';
import superagent from 'superagent';

const host = 'https://api.loginradius.com';
const pair = { apikey: process.env.K, apisecret: process.env.S };
const pairHeaders = { 'X-LoginRadius-ApiKey': process.env.K, 'X-LoginRadius-ApiSecret': process.env.S };

const credentials = Object.keys(pairHeaders).reduce((all, name) => ({ ...all, [name]: pairHeaders[name] }), {});
export const reduced = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, { headers: credentials });

const lowered = Object.fromEntries(Object.entries(pairHeaders).map(([name, value]) => [name.toLowerCase(), value]));
export const mapped = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, { headers: lowered });

const picked = (({ apikey, apisecret }) => ({ apikey, apisecret }))(pair);
export const viaPicked = (id) => axios.get(`${host}/v2/manage/roles/${id}`, { params: picked });

const headers = new Map(Object.entries(pairHeaders));
export const viaMap = (uid) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: Object.fromEntries(headers) });
export const viaMapSpread = (uid) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: [...headers] });

export const viaWith = async (uid) => {
  const request = new Request(`${host}/identity/v2/manage/account/${uid}`);
  for (const [name, value] of Object.entries(pairHeaders)) request.headers.set(name, value);
  return fetch(request);
};

export const viaJsonClone = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, { headers: JSON.parse(JSON.stringify(pairHeaders)) });

export const viaClone = (uid) => axios.get(`${host}/identity/v2/manage/account/${uid}`, { headers: structuredClone(pairHeaders) });

export const viaEntriesString = (id) => fetch(`${host}/v2/manage/roles/${id}?` + Object.entries(pair).map((entry) => entry.join('=')).join('&'));

export const viaConcat = (id) => fetch(host.concat('/v2/manage/roles/', id, '?apikey=', pair.apikey, '&apisecret=', pair.apisecret));

export const viaReplace = (id) =>
  fetch('{host}/v2/manage/roles/{id}?apikey={key}&apisecret={secret}'.replace('{host}', host).replace('{id}', id).replace('{key}', pair.apikey).replace('{secret}', pair.apisecret));

export const viaRegexReplace = (id) => {
  const values = { id, ...pair };
  return fetch(`${host}/v2/manage/roles/:id?apikey=:apikey&apisecret=:apisecret`.replace(/:(id|apikey|apisecret)/g, (_, name) => values[name]));
};

export const viaSymbol = async (uid) => {
  const source = { async *[Symbol.asyncIterator]() { yield pairHeaders; } };
  for await (const headers of source) {
    await fetch(`${host}/identity/v2/manage/account/${uid}`, { headers });
  }
};

function* ids() {
  yield 'a';
  yield 'b';
}

export const viaGenerator = async () => {
  for (const id of ids()) await fetch(`${host}/v2/manage/roles/${id}?${new URLSearchParams(pair)}`);
};

export const viaPromiseValue = async (uid) => {
  const loaded = Promise.resolve(pairHeaders);
  const [headers] = await Promise.all([loaded, Promise.resolve(1)]);
  return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers });
};

export const viaNewPromise = async (uid) => {
  const headers = await new Promise((resolve) => setTimeout(() => resolve(pairHeaders), 10));
  return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers });
};

export const viaTry = async (uid) => {
  let headers;
  try {
    headers = await load();
  } catch {
    headers = pairHeaders;
  }
  return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers });
};

async function load() {
  const response = await fetch('https://vault.example.com/v1/secret/lr');
  const { key, secret } = await response.json();
  return { 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret };
}

export const viaProxy = (uid) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: new Proxy({}, { get: (_, name) => process.env[name] }) });

export const viaDefine = (uid) => {
  const options = {};
  Object.defineProperty(options, 'headers', { value: pairHeaders, enumerable: true });
  return fetch(`${host}/identity/v2/manage/account/${uid}`, options);
};

export const viaGetter = (uid) => {
  const options = {
    get headers() {
      return pairHeaders;
    },
  };
  return fetch(`${host}/identity/v2/manage/account/${uid}`, options);
};

export const viaLabel = async (uid) => {
  outer: for (;;) {
    for (const attempt of [1, 2, 3]) {
      const response = await got(`${host}/identity/v2/manage/account/${uid}`, { headers: pairHeaders, retry: { limit: attempt } });
      if (response.ok) break outer;
    }
  }
};

export const viaThenable = (uid) =>
  superagent.get(`${host}/identity/v2/manage/account/${uid}`).use((request) => request.set(pairHeaders)).then((res) => res.body);

export const viaKyOptions = (uid) => ky(`${host}/identity/v2/manage/account/${uid}`, { ...{ headers: pairHeaders }, timeout: false });

export const viaNullish = (uid, options) => fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: options?.headers ?? pairHeaders });

export const viaAnd = (uid, admin) => fetch(`${host}/identity/v2/manage/account/${uid}`, admin && { headers: pairHeaders });

export const viaArguments = function (uid) {
  const options = arguments[1] || {};
  return fetch(`${host}/identity/v2/manage/account/${uid}`, options);
};

export const viaEval = (uid) => {
  var headers = {};
  with_(headers, (h) => {
    h['X-LoginRadius-ApiKey'] = process.env.K;
    h['X-LoginRadius-ApiSecret'] = process.env.S;
  });
  return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers });
};

function with_(value, change) {
  change(value);
}

export const viaComma = (uid, headers = {}) => (Object.assign(headers, pairHeaders), fetch(`${host}/identity/v2/manage/account/${uid}`, { headers }));

export const viaClosure = (() => {
  const memo = {};
  return async (uid) => {
    if (!memo.headers) memo.headers = await load();
    return fetch(`${host}/identity/v2/manage/account/${uid}`, { headers: memo.headers });
  };
})();
