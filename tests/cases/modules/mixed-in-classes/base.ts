import Settings = require('./settings');
import { Header, Verb } from './types';
export abstract class Resource {
  protected abstract readonly withSecret: boolean;
  protected abstract path(uid: string): string;
  protected async call(verb: Verb, uid: string): Promise<Response> {
    const headers: Partial<Record<Header, string>> = { [Header.Key]: Settings.Keys.key };
    if (this.withSecret) headers[Header.Secret] = Settings.Keys.secret;
    return fetch(Settings.base + this.path(uid), { method: verb, headers });
  }
  get(uid: string): Promise<Response>;
  get(uid: string, raw: true): Promise<string>;
  async get(uid: string, raw?: boolean): Promise<any> { const r = await this.call(Verb.Get, uid); return raw ? r.text() : r; } // expect: incomplete-credentials
}
type Ctor<T = Resource> = abstract new (...args: any[]) => T;
export function Removable<B extends Ctor<any>>(Base: B) {
  abstract class R extends Base { remove(uid: string) { return this.call(Verb.Delete, uid); } } // expect: incomplete-credentials
  return R;
}
