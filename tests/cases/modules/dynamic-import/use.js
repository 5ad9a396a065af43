const base = 'https://api.loginradius.com/v2/manage/organizations?';
export async function one() {
  const { default: creds } = await import('./creds.js');
  return fetch(base + new URLSearchParams(creds));
}
export function two() {
  return import('./creds.js').then((m) => fetch(base + new URLSearchParams(m.only))); // expect: incomplete-credentials
}
export async function three() {
  const mod = await import('./creds.js');
  return fetch(base + new URLSearchParams(mod.only)); // expect: incomplete-credentials
}
export function four() {
  return Promise.all([import('./creds.js'), 1]).then(([m]) => fetch(base + new URLSearchParams(m.only))); // expect: incomplete-credentials
}
