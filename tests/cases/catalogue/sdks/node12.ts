import { LoginRadius } from 'loginradius-sdk';

const tenant = new LoginRadius({ apiKey: process.env.LR_API_KEY!, apiSecret: process.env.LR_API_SECRET! });
const machine = new LoginRadius({ m2mBearerToken: process.env.LR_M2M_TOKEN! });
const publicOnly = new LoginRadius({ apiKey: process.env.LR_API_KEY! });

export const find = (uid: string) => tenant.accounts.getAccountIdentityByUID({ uid });
export const workflows = () => tenant.workflows.getAllWorkflows({}); // expect: unsupported-credentials
export const right = () => machine.workflows.getAllWorkflows({});
export const roles = () => publicOnly.roles.getAllTenantRoles(); // expect: incomplete-credentials
export const asUser = (userToken: string) => new LoginRadius({ apiKey: process.env.LR_API_KEY!, bearerToken: userToken }).roles.getAllTenantRoles(); // expect: consumer-credentials
export const bearer = (userToken: string) => new LoginRadius({ bearerToken: userToken }).roles.getAllTenantRoles(); // expect: bearer-only
export const oneCall = () => publicOnly.roles.getAllTenantRoles({}, { headers: { Authorization: `Bearer ${process.env.LR_M2M_TOKEN}` } });
export const opened = (more: object) => new LoginRadius({ apiKey: process.env.LR_API_KEY!, ...more }).roles.getAllTenantRoles();

function makeClient() {
  return new LoginRadius({ apiKey: process.env.LR_API_KEY!, xLoginRadiusApiSecret: process.env.LR_API_SECRET! });
}

export class Users {
  private client = makeClient();

  find(uid: string) {
    return this.client.accounts.getAccountIdentityByUID({ uid });
  }

  organisations() {
    return this.client.organizations.getAllOrganizations({});
  }
}

export class Injected {
  constructor(private readonly client: LoginRadius) {}

  find(uid: string) {
    return this.client.accounts.getAccountIdentityByUID({ uid });
  }
}
