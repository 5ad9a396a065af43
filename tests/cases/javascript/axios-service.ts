// Inheritance over an axios instance.
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse, isAxiosError } from 'axios';

export interface ServiceOptions {
  apiKey?: string;
  apiSecret?: string;
  baseURL?: string;
  timeout?: number;
}

abstract class HttpService {
  protected readonly client: AxiosInstance;

  protected constructor(protected readonly options: ServiceOptions, defaults: AxiosRequestConfig = {}) {
    this.client = axios.create({
      baseURL: options.baseURL ?? 'https://api.loginradius.com',
      timeout: options.timeout,
      ...defaults,
    });
    this.client.interceptors.response.use((response) => response, (error) => this.fail(error));
  }

  private fail(error: unknown): Promise<never> {
    if (isAxiosError(error)) console.error(error.response?.status);
    return Promise.reject(error);
  }

  protected async get<T>(path: string, params?: Record<string, unknown>): Promise<T> {
    const response: AxiosResponse<T> = await this.client.get<T>(path, { params });
    return response.data;
  }

  protected put<T>(path: string, body: unknown, config?: AxiosRequestConfig): Promise<T> {
    return this.client.put<T>(path, body, config).then(({ data }) => data);
  }
}

export class ManagementService extends HttpService {
  constructor(options: ServiceOptions = {}) {
    super(options, {
      headers: {
        'X-LoginRadius-ApiKey': options.apiKey ?? process.env.LR_KEY,
        'X-LoginRadius-ApiSecret': options.apiSecret ?? process.env.LR_SECRET,
      },
    });
  }

  account(uid: string) {
    return this.get<{ Uid: string }>(`/identity/v2/manage/account/${uid}`);
  }

  update(uid: string, profile: object) {
    return this.put(`/identity/v2/manage/account/${uid}`, profile);
  }

  organizations() {
    return this.get('/v2/manage/organizations'); // expect: unsupported-credentials
  }
}

export class ProfileService extends HttpService {
  constructor(private token: string, options: ServiceOptions) {
    super(options, { params: { apikey: options.apiKey } });
    this.client.defaults.headers.common['Authorization'] = `Bearer ${token}`;
  }

  me() {
    return this.client.get('/identity/v2/auth/account').then((r) => r.data);
  }

  rename(FirstName: string) {
    return this.put('/identity/v2/auth/account', { FirstName });
  }
}

export class BrokenService extends HttpService {
  constructor(options: ServiceOptions) {
    super(options);
  }

  account(uid: string) {
    return this.get(`/identity/v2/manage/account/${uid}`, { apikey: this.options.apiKey }); // expect: incomplete-credentials
  }
}
