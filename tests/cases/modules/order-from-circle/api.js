import { changed, emptied } from './state.js';

const right = { ...changed.headers };
const wrong = { ...emptied.headers };

export async function list(url) {
  await fetch(url, { headers: right });
  await fetch('https://api.loginradius.com/identity/v2/manage/account/2', { headers: wrong }); // expect: incomplete-credentials
}
