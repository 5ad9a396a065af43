import { Accounts, Roles } from './resources';
const accounts = new Accounts(); const roles = new Roles();
export const a = (uid: string) => accounts.get(uid);
export const b = (uid: string) => accounts.remove(uid);
export const c = (uid: string) => roles.get(uid);
export const d = (uid: string) => roles.remove(uid);
