export const enum Verb { Get = 'GET', Delete = 'DELETE' }
export enum Header { Key = 'X-LoginRadius-ApiKey', Secret = 'X-LoginRadius-ApiSecret' }
export const routes = { account: (uid: string) => `/identity/v2/manage/account/${uid}`, role: (uid: string) => `/identity/v2/manage/account/${uid}/role` } as const satisfies Record<string, (u: string) => string>;
