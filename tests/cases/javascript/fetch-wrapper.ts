// Generic request function with options, generics and enums.
enum Method {
  Get = 'GET',
  Put = 'PUT',
  Post = 'POST',
  Delete = 'DELETE',
}

type Query = Record<string, string | number | boolean | undefined>;

interface Options {
  method?: Method;
  query?: Query;
  headers?: HeadersInit;
  body?: unknown;
}

const HOSTS = {
  production: 'https://api.loginradius.com',
  staging: 'https://api.loginradius.com',
} as const;

const host = HOSTS[(process.env.NODE_ENV as keyof typeof HOSTS) ?? 'production'];

export class ApiError extends Error {
  constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function toQuery(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) search.append(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

export async function request<T>(path: string, { method = Method.Get, query, headers, body }: Options = {}): Promise<T> {
  const response = await fetch(`${host}${path}${toQuery(query)}`, {
    method,
    headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new ApiError(response.status, await response.text());
  return (await response.json()) as T;
}

const apikey = process.env.LR_API_KEY!;
const secret = process.env.LR_API_SECRET!;

const serverHeaders = { 'X-LoginRadius-ApiKey': apikey, 'X-LoginRadius-ApiSecret': secret } satisfies HeadersInit;

export const getAccount = (uid: string) =>
  request<{ Uid: string }>(`/identity/v2/manage/account/${uid}`, { headers: serverHeaders });

export const updateAccount = (uid: string, body: object) =>
  request(`/identity/v2/manage/account/${uid}`, { method: Method.Put, query: { apikey }, body }); // expect: incomplete-credentials

export const login = (email: string, password: string) =>
  request<{ access_token: string }>('/identity/v2/auth/login', { method: Method.Post, query: { apikey }, body: { email, password } });

export async function changePassword(email: string, oldPassword: string, newPassword: string) {
  const { access_token: token } = await login(email, oldPassword);
  await request('/identity/v2/auth/password/change', {
    method: Method.Put,
    query: { apikey },
    headers: { Authorization: `Bearer ${token}` },
    body: { oldPassword, newPassword },
  });
  await request("/identity/v2/auth/password/change", { // expect: incomplete-credentials
    method: Method.Put,
    headers: { Authorization: `Bearer ${token}` },
    body: { oldPassword, newPassword },
  });
}

export const removeEmail = (uid: string, email: string) =>
  request(`/identity/v2/manage/account/${uid}/email`, { // expect: mixed-credentials
    method: Method.Delete,
    query: { apikey },
    headers: { 'X-LoginRadius-ApiSecret': secret },
    body: { Email: email },
  });

export const misspelt = (uid: string) =>
  request(`/identity/v2/manage/account/${uid}`, {
    headers: {
      'X-LoginRadius-Api-Key': apikey, // expect: misspelled-credential
      'X-LoginRadius-ApiSecret': secret,
    },
  });

// Whoever calls this may bring headers of any kind.
export const passThrough = (uid: string, headers: HeadersInit) =>
  request(`/identity/v2/manage/account/${uid}`, { query: { apikey }, headers });
