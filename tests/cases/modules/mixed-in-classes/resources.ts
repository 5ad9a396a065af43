import { Removable, Resource } from './base';
import { routes } from './types';
export class Accounts extends Removable(Resource) { protected readonly withSecret = true; protected path(uid: string) { return routes.account(uid); } }
export class Roles extends Removable(Resource) { protected readonly withSecret = false; protected path(uid: string) { return routes.role(uid); } }
