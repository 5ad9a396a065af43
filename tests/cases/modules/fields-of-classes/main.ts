import { Account, Anonymous } from './services';
export const account = (token: string) => new Account({ Authorization: `Bearer ${token}` });
export const anonymous = () => new Anonymous({});
