export enum Routes { Orgs = '/v2/manage/organizations', Hooks = '/v2/manage/workflows' }
export namespace Hosts { export const api = 'https://api.loginradius.com'; }
export const routes = { org: (id: string) => `${Routes.Orgs}/${id}` } as const;
