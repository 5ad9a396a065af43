// Tag helpers, builders, decorators, mixins, overloads.
import got, { type Got, type OptionsOfJSONResponseBody } from 'got';
import { Injectable } from './container';
import { retry, memoize } from './decorators';

const root = 'https://api.loginradius.com';

function route(strings: TemplateStringsArray, ...values: string[]): string {
  return strings.reduce((text, part, index) => text + part + (index < values.length ? encodeURIComponent(values[index]) : ''), '');
}

function requireEnv(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

type Verb = 'get' | 'put' | 'post' | 'delete';

class RequestBuilder {
  private verb: Verb = 'get';
  private url = '';
  private readonly query: Record<string, string> = {};
  private headers: Record<string, string> = {};

  static to(path: string): RequestBuilder {
    const builder = new RequestBuilder();
    builder.url = root + path;
    return builder;
  }

  using(verb: Verb): this {
    this.verb = verb;
    return this;
  }

  where(name: string, value: string): this {
    this.query[name] = value;
    return this;
  }

  signedInAs(token: string): this {
    this.headers = { ...this.headers, Authorization: `Bearer ${token}` };
    return this;
  }

  withPair(): this {
    this.headers['X-LoginRadius-ApiKey'] = requireEnv('LR_KEY');
    this.headers['X-LoginRadius-ApiSecret'] = requireEnv('LR_SECRET');
    return this;
  }

  send<T>(options: OptionsOfJSONResponseBody = {}) {
    return got[this.verb]<T>(this.url, { searchParams: this.query, headers: this.headers, responseType: 'json' });
  }
}

@Injectable()
export class Accounts {
  @retry(3)
  async one(uid: string) {
    return RequestBuilder.to(`/identity/v2/manage/account/${uid}`).withPair().send();
  }

  @memoize({ ttl: 60 })
  async mine(token: string) {
    return RequestBuilder.to('/identity/v2/auth/account').where('apikey', requireEnv('LR_KEY')).signedInAs(token).send();
  }

  async remove(uid: string) {
    return RequestBuilder.to(`/identity/v2/manage/account/${uid}`).using('delete').where('apikey', requireEnv('LR_KEY')).send(); // expect: incomplete-credentials
  }

  async tagged(uid: string) {
    return got(root + route`/identity/v2/manage/account/${uid}`, { searchParams: { apikey: requireEnv('LR_KEY') } }); // expect: incomplete-credentials
  }
}

type Constructor<T = object> = new (...args: any[]) => T;

class Base {
  protected http: Got = got.extend({ prefixUrl: root, searchParams: { apikey: requireEnv('LR_KEY') } });
}

function WithRoles<B extends Constructor<Base>>(Parent: B) {
  return class extends Parent {
    roles(id: string) {
      return (this as any).http.get(`v2/manage/roles/${id}`);
    }
  };
}

export class Api extends WithRoles(Base) {
  email(address: string): Promise<unknown>;
  email(address: string, verified: boolean): Promise<unknown>;
  async email(address: string, verified?: boolean): Promise<unknown> {
    return this.http.get('identity/v2/auth/email', { searchParams: { email: address } }).json();
  }
}
