import { Session } from './client';
export function run(t: string) { const session = new Session(); session.headers = { Authorization: `Bearer ${t}` }; return session.go2(); }
