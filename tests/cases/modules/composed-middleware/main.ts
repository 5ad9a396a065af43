import { both, keyOnly } from './stack';
const at = (uid: string) => ({ url: `https://api.loginradius.com/identity/v2/manage/account/${uid}`, init: { method: 'GET', headers: {} } });
export async function main(uid: string) {
  await both(at(uid));
  await keyOnly(at(uid)); // expect: incomplete-credentials
}
