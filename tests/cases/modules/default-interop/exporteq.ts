function call(path: string) { return fetch('https://api.loginradius.com' + path); }
namespace call { export const x = 1; }
export = call;
