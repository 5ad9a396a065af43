const c = require('./c');
const { get, base } = require('./c');
const orgs = require('./b').orgs;
async function main() {
  await c.get('/v2/manage/organizations'); // expect: incomplete-credentials
  await get('/v2/manage/organizations/1'); // expect: incomplete-credentials
  await c.del('/v2/manage/organizations/2'); // expect: missing-credentials
  await fetch(`${base}/v2/manage/organizations`); // expect: missing-credentials
  await orgs();
}
main();
