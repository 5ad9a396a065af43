// What extends a client is one.
import { LoginRadius } from 'loginradius-sdk';
import { EventEmitter } from 'node:events';

class Client extends LoginRadius {
  constructor() {
    super({ apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET });
    this.name = 'client';
  }
  flows() {
    return this.workflows.getAllWorkflows(); // expect: unsupported-credentials
  }
  account(uid) {
    return this.accounts.getAccountIdentityByUID({ uid });
  }
}
class Plain extends LoginRadius {}
const plain = new Plain({ apiKey: process.env.LR_API_KEY });
export const one = () => plain.accounts.getAccountIdentityByUID({ uid: '1' }); // expect: incomplete-credentials
export const two = () => new Client().account('2');
class Bus extends EventEmitter {
  accounts = { getAccountIdentityByUID: (it) => it };
}
export const three = () => new Bus().accounts.getAccountIdentityByUID({ uid: '3' });
