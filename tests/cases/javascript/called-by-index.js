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
