// What the tests have put something in the place of sends nothing.
import axios from 'axios';
import got from 'got';
import { LoginRadius } from 'loginradius-sdk';
import { vi, test } from 'vitest';
vi.mock('axios');
const uid = '1';
const headers = { 'X-LoginRadius-ApiKey': 'k' };
test('by a mocked package', async () => {
  await axios.get('https://api.loginradius.com/identity/v2/manage/account/1', { headers });
});
test('by a package that is not', async () => {
  await got.get('https://api.loginradius.com/identity/v2/manage/account/1', { headers }); // expect: incomplete-credentials
});
test('by a method that answers in place of the API', async () => {
  const lr = new LoginRadius({ apiKey: 'k' });
  vi.spyOn(lr.accounts, 'deleteAccountByUID').mockResolvedValue({});
  await lr.accounts.deleteAccountByUID({ uid });
  await lr.accounts.getAccountIdentityByUID({ uid }); // expect: incomplete-credentials
});
