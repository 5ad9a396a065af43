import { Filled, Merged, Named, Taken } from './client';
export class Login {
  constructor(private filled: Filled, private named: Named) {}
  login(token: string) { Object.assign(this.filled, { token }); Object.assign(this.named, { other: token }); }
}
export function merge(merged: Merged, all: object) { Object.assign(merged, all); }
export function take(taken: Taken, answer: { t: string }) { ({ t: taken.token } = answer); }
