import { Session } from './client';
export class Login {
  token = '';
  constructor(private session: Session) {}
  login(t: string) { this.token = t; this.session.token = t; }
}
