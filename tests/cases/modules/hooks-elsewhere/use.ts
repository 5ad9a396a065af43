import { bare, client } from './client';
export const a = (uid: string) => client.get(`identity/v2/manage/account/${uid}`);
export const b = (uid: string) => bare.get(`identity/v2/manage/account/${uid}`); // expect: incomplete-credentials
