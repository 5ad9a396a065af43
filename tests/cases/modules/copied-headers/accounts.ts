import type { Transport } from './http';
export class AccountRef {
  constructor(private readonly transport: Transport, private readonly uid: string) {}
  private get path() { return `/identity/v2/manage/account/${encodeURIComponent(this.uid)}`; }
  get() { return this.transport.send(this.path, { method: 'GET' }); } // expect: incomplete-credentials
  roles() { return this.transport.send(`${this.path}/role`, {}); }
}
export class Accounts {
  constructor(private readonly transport: Transport) {}
  byId(uid: string) { return new AccountRef(this.transport, uid); }
}
