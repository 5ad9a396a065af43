// Namespaces, singletons, static members, index access, generics over maps of endpoints.
import axios from 'axios';

namespace Config {
  export const host = 'https://api.loginradius.com';
  export const key = process.env.LR_KEY!;
}

const endpoints = {
  account: (uid: string) => `/identity/v2/manage/account/${uid}` as const,
  role: (uid: string) => `/identity/v2/manage/account/${uid}/role` as const,
  me: () => '/identity/v2/auth/account' as const,
};

type Endpoint = keyof typeof endpoints;

interface Credentials {
  readonly apikey: string;
  readonly apisecret?: string;
}

class Client {
  private static instance: Client | null = null;
  static readonly HEADERS = { Accept: 'application/json' };

  static get shared(): Client {
    return (Client.instance ??= new Client({ apikey: Config.key }));
  }

  private constructor(private readonly credentials: Credentials) {}

  async call<E extends Endpoint>(endpoint: E, ...args: Parameters<(typeof endpoints)[E]>) {
    const path = (endpoints[endpoint] as (...rest: unknown[]) => string)(...args);
    const { data } = await axios.get(`${Config.host}${path}`, { params: { ...this.credentials }, headers: Client.HEADERS }); // expect: incomplete-credentials
    return data;
  }

  async remove(uid: string) {
    await axios.delete(`https://api.loginradius.com${endpoints.account(uid)}`, { params: this.credentials }); // expect: incomplete-credentials
  }
}

export const account = (uid: string) => Client.shared.call('account', uid);
export const me = () => Client.shared.call('me');
export const remove = (uid: string) => Client.shared.remove(uid);

const METHODS = ['get', 'put'] as const;
const table: Record<string, { path: string; secret: boolean }> = {
  roles: { path: '/v2/manage/roles', secret: true },
  taken: { path: '/identity/v2/auth/email', secret: false },
};

export async function byName(name: keyof typeof table) {
  const { path, secret } = table[name];
  return axios.get(Config.host + path, { params: { apikey: Config.key, ...(secret ? { apisecret: process.env.LR_SECRET } : {}) } });
}

export const first = () => axios.get(Config.host + table.roles.path, { params: { apikey: Config.key } }); // expect: incomplete-credentials
export const second = () => axios[METHODS[0]](Config.host + table['roles'].path); // expect: missing-credentials
