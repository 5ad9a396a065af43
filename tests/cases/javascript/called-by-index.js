// Functions that call one another by an index, through what they are handed.
const K = 'X-LoginRadius-ApiKey';
const S = 'X-LoginRadius-ApiSecret';
const key = process.env.K;
const secret = process.env.S;
const account = 'https://api.loginradius.com/identity/v2/manage/account?email=a';

const steps = [(h, next) => { h[S] = secret; return next(); }];
const shared = { [K]: key };
const run = (at) => {
  if (at < steps.length) return steps[at](shared, () => run(at + 1));
  return fetch(account, { headers: shared });
};
run(0);
const parts = [(h, next) => { h['X-Other'] = secret; return next(); }];
const kept = { [K]: key };
const walk = (at) => {
  if (at < parts.length) return parts[at](kept, () => walk(at + 1));
  return fetch(account, { headers: kept }); // expect: incomplete-credentials
};
walk(0);

// Steps count on, whatever asks whether they are through.
const pair = () => [
  (h, next) => { h[K] = key; return next(); },
  (h, next) => { h[S] = secret; return next(); },
];
const half = () => [(h, next) => next(), (h, next) => next(), (h, next) => { h[K] = key; return next(); }];
function through(all, h) {
  const go = (at) => {
    if (at === all.length) return (u) => fetch(u, { headers: h });
    return all[at](h, () => go(at + 1));
  };
  return go(0);
}
through(pair(), {})(account);
through(half(), {})(account); // expect: incomplete-credentials

class Client {
  #steps = [];
  use(step) { this.#steps.push(step); return this; }
  async request(url, init) {
    const context = { url, init };
    const go = async (at) => {
      if (at >= this.#steps.length) return fetch(context.url, context.init);
      return this.#steps[at](context, go.bind(null, at + 1));
    };
    return go(0);
  }
}
const whole = new Client();
whole.use(async (c, next) => { c.init.headers[K] = key; return next(); }).use(async (c, next) => { c.init.headers[S] = secret; return next(); });
export const find = () => whole.request(account, { headers: {} });
const partly = new Client().use(async (c, next) => next()).use(async (c, next) => { c.init.headers[K] = key; return next(); });
export const findPartly = () => partly.request(account, { headers: {} }); // expect: incomplete-credentials

function compose(all) {
  return (context, last) => {
    let latest = -1;
    const dispatch = (at) => {
      if (at <= latest) return Promise.reject(new Error('called twice'));
      latest = at;
      const step = at === all.length ? last : all[at];
      if (!step) return Promise.resolve();
      return Promise.resolve(step(context, () => dispatch(at + 1)));
    };
    return dispatch(0);
  };
}
const send = compose([(c, next) => { c.headers[K] = key; return next(); }, (c, next) => { c.headers[S] = secret; return next(); }]);
export const composed = () => send({ headers: {} }, (c) => fetch(account, c));
const sendPartly = compose([(c, next) => { c.headers[K] = key; return next(); }, (c, next) => next()]);
export const composedPartly = () => sendPartly({ headers: {} }, (c) => fetch(account, c)); // expect: incomplete-credentials

// A page that counts on is followed some way only.
const page = async (n) => { const body = await (await fetch(`${account}&page=${n}`, { headers: { [K]: key, [S]: secret } })).json(); return body.more ? page(n + 1) : body; };
page(1);
const bare = async (n) => { const body = await (await fetch(`${account}&page=${n}`, { headers: { [K]: key } })).json(); return body.more ? bare(n + 1) : body; }; // expect: incomplete-credentials
bare(1);
