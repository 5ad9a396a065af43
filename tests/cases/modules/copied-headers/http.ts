export interface Transport { send(path: string, init: RequestInit): Promise<Response> }
export class FetchTransport implements Transport {
  readonly #base: string;
  #headers = new Headers();
  constructor(base: string) { this.#base = base.replace(/\/$/, ''); }
  withHeader(name: string, value: string): this { this.#headers.set(name, value); return this; }
  async send(path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    this.#headers.forEach((value, name) => headers.set(name, value));
    const response = await fetch(this.#base + path, { ...init, headers });
    if (!response.ok) throw new Error(String(response.status));
    return response;
  }
}
