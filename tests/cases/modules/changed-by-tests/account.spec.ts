import { test } from '@playwright/test';
test('account', async ({ request }) => { await request.get('https://api.loginradius.com/identity/v2/manage/account/1'); });
