const apiSecret = process.env.LOGINRADIUS_API_SECRET;
const fail = () => { throw new Error(`could not use ${apiSecret}`); };
export function run() {
  try { fail(); } catch (e) {
    console.error(e.message); // expect: secret-in-log
  }
}
export function run2() {
  try { fail(); } catch (e) {
    console.error(e); // expect: secret-in-log
  }
}
export function lost() { throw new Error(`bad ${apiSecret}`); }
export const p = () => Promise.reject(new Error('x')).catch((e) => console.log(e));
