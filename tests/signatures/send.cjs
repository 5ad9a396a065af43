// Runs the functions that a script exports, and prints the requests that they would send, a line of JSON each.
//
//     node send.cjs SCRIPT
//
// Nothing is sent: `fetch` and axios are stand-ins. So are crypto-js and moment, as far as the examples use them, for neither
// has to be installed.
const crypto = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const requests = [];
const record = (method, url, headers, body) => {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  requests.push({ method, url: String(url), headers: Object.fromEntries(new Headers(headers).entries()), body: text });
  const answer = { ok: true, status: 200, data: {}, json: async () => ({}), text: async () => '' };
  return Promise.resolve(answer);
};

globalThis.fetch = (url, options = {}) => record(options.method ?? 'GET', url, options.headers, options.body);

const withQuery = (url, params) => {
  const query = new URLSearchParams(params ?? {}).toString();
  return query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url;
};
const axios = {
  request: (options) => record(options.method ?? 'GET', withQuery(options.url, options.params), options.headers, options.data),
};
for (const method of ['get', 'delete']) {
  axios[method] = (url, options = {}) => axios.request({ ...options, method, url });
}
for (const method of ['post', 'put', 'patch']) {
  axios[method] = (url, data, options = {}) => axios.request({ ...options, method, url, data });
}
axios.default = axios;

const words = (algorithm) => (text, key) => {
  const bytes = crypto.createHmac(algorithm, key).update(text).digest();
  return { bytes, toString: (encoding) => (encoding ? encoding.stringify({ bytes }) : bytes.toString('hex')) };
};
const encoding = (name) => ({ stringify: ({ bytes }) => bytes.toString(name) });
const cryptoJs = {
  HmacSHA256: words('sha256'),
  HmacSHA1: words('sha1'),
  enc: { Base64: encoding('base64'), Hex: encoding('hex') },
};

const moment = {
  utc: (at = Date.now()) => ({
    add: (minutes) => moment.utc(at + minutes * 60_000),
    format: () => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  }),
};

const stubs = { axios, 'crypto-js': cryptoJs, moment };
const load = Module._load;
Module._load = (name, ...rest) => stubs[name] ?? load(name, ...rest);

// What the examples have of modules and types is little: it is taken away.
const plain = (source) =>
  source
    .replace(/^import (\w+) from '([^']+)';$/gm, "const $1 = require('$2');")
    .replace(/^import \{ ([^}]+) \} from '([^']+)';$/gm, "const { $1 } = require('$2');")
    .replace(/^export (async )?function (\w+)/gm, 'exports.$2 = $2;\n$1function $2')
    .replace(/(\w): (string|number|object)\b/g, '$1')
    .replace(/(\w)!(?=[),;. ])/g, '$1');

const script = new Module(path.resolve(process.argv[2]));
script.paths = module.paths;
script._compile(plain(fs.readFileSync(process.argv[2], 'utf8')), path.resolve(process.argv[2]));

const run = async () => {
  for (const exported of Object.values(script.exports)) {
    await exported('0af1');
  }
  for (const request of requests) {
    console.log(JSON.stringify(request));
  }
};
run();
