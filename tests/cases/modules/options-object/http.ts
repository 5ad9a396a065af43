export interface Options { method?: string; path: string; query?: Record<string, string>; headers?: Record<string, string> }
export class Http {
  private static client: Http;
  static get(): Http { return this.client || (this.client = new Http(process.env.BASE || 'https://api.loginradius.com')); }
  private constructor(private base: string) {}
  async send<T>({ method = 'GET', path, query = {}, headers }: Options): Promise<T> {
    const url = new URL(path, this.base);
    for (const [k, v] of Object.entries(query)) url.searchParams.set(k, v);
    const r = await fetch(url.toString(), { method, headers: { ...headers } });
    return r.json();
  }
}
