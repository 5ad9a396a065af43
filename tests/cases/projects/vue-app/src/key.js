export const KEY = Symbol('key');
