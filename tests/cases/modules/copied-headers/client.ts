import { FetchTransport, Transport } from './http';
import { Accounts } from './accounts';
export class LoginRadius {
  #transport: Transport;
  private static instance?: LoginRadius;
  private constructor(transport: Transport) { this.#transport = transport; }
  static fromEnv(): LoginRadius {
    return new LoginRadius(
      new FetchTransport('https://api.loginradius.com/')
        .withHeader('X-LoginRadius-ApiKey', process.env.LR_KEY!)
        .withHeader('X-LoginRadius-ApiSecret', process.env.LR_SECRET!),
    );
  }
  static keyed(key: string) { return new LoginRadius(new FetchTransport('https://api.loginradius.com').withHeader('X-LoginRadius-ApiKey', key)); }
  static shared() { return (this.instance ??= LoginRadius.fromEnv()); }
  get transport() { return this.#transport; }
  get accounts() { return new Accounts(this.#transport); }
}
