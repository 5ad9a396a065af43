global.fetch = jest.fn(() => Promise.resolve({ json: () => ({}) }));
jest.mock('./accounts.mjs');
import { remove } from './accounts.mjs';
test('by a global of its own', async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': 'k' } });
  await remove('1', 'k');
});
