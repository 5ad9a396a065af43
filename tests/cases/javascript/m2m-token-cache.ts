// A token cache for client credentials and the calls that use it.
import axios, { AxiosInstance } from 'axios';

interface TokenResponse {
  access_token: string;
  expires_in: number;
}

let cached: { token: string; expiresAt: number } | undefined;

async function getMachineToken(): Promise<string> {
  if (cached && cached.expiresAt > Date.now() + 30_000) {
    return cached.token;
  }
  const { data } = await axios.post<TokenResponse>('https://acme.hub.loginradius.com/service/oauth/token', {
    grant_type: 'client_credentials',
    client_id: process.env.LR_CLIENT_ID,
    client_secret: process.env.LR_CLIENT_SECRET,
    audience: 'https://api.loginradius.com/identity/v2/manage',
  });
  cached = { token: data.access_token, expiresAt: Date.now() + data.expires_in * 1000 };
  return cached.token;
}

const client: AxiosInstance = axios.create({ baseURL: 'https://api.loginradius.com', timeout: 5000 });

client.interceptors.request.use(async (config) => {
  config.headers.Authorization = `Bearer ${await getMachineToken()}`;
  return config;
});

export const listWebhooks = () => client.get('/v2/manage/workflows').then((r) => r.data);
export const listWorkflows = async () => (await client.get('/v2/manage/workflows')).data;

export async function getAccount(uid: string) {
  const { data } = await client.get(`/identity/v2/manage/account/${encodeURIComponent(uid)}`);
  return data;
}

// A machine's token is not taken here.
export async function ownProfile() {
  const { data } = await client.get('/identity/v2/auth/account', { params: { apikey: process.env.LR_API_KEY } }); // expect: unsupported-credentials
  return data;
}

// Only the tenant pair is.
export async function sott() {
  return client.get('/identity/v2/manage/account/sott'); // expect: bearer-only
}
