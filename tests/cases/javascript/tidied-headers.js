// Entries without a value are taken out before they are sent; `== null` means both nothings.
const HOST = 'https://api.loginradius.com';

class Settings {
  constructor(given = {}) {
    this.given = given;
  }
  get base() {
    return this.given.base != null ? this.given.base : HOST;
  }
}

const settings = new Settings({});

function tidied(headers) {
  Object.keys(headers).forEach((key) => (headers[key] === undefined ? delete headers[key] : {}));
  return headers;
}

function compact(query) {
  for (const key of Object.keys(query)) {
    if (query[key] == null || query[key] === undefined) {
      delete query[key];
    }
  }
  return query;
}

function without(headers) {
  Object.keys(headers).forEach((key) => !headers[key] && delete headers[key]);
  return headers;
}

export async function main(uid) {
  const url = `${settings.base}/identity/v2/manage/account/${uid}`;
  const pair = { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };
  await fetch(url, { headers: tidied({ ...pair, 'X-Trace': undefined }) });
  await fetch(url, { headers: without({ 'X-LoginRadius-ApiKey': process.env.LR_KEY }) }); // expect: incomplete-credentials
  await fetch(`${url}?${new URLSearchParams(compact({ apikey: process.env.LR_KEY }))}`, { // expect: mixed-credentials
    headers: { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
  });
}
