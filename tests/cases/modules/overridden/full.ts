import { Base } from './base';
export class Full extends Base {
  credentials() { return { apikey: process.env.K!, apisecret: process.env.S! }; }
}
