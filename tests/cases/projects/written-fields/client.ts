const url = 'https://api.loginradius.com/identity/v2/auth/account?apikey=k';
export class Session {
  token = '';
  headers: Record<string, string> = {};
  accept = 'application/json';
  mine = '';
  go() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); }
  go2() { return fetch(url, { headers: this.headers }); }
  bad() { return fetch(url, { headers: { accept: this.accept } }); } // expect: incomplete-credentials
  bad2() { return fetch(url, { headers: this.mine ? { Authorization: `Bearer ${this.mine}` } : {} }); } // expect: incomplete-credentials
}
export class Other {
  token = '';
  bad() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); } // expect: incomplete-credentials
}
export class Filled {
  token = '';
  go() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); }
}
export class Merged {
  token = '';
  go() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); }
}
export class Taken {
  token = '';
  go() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); }
}
export class Named {
  token = '';
  other = '';
  bad() { return fetch(url, { headers: this.token ? { Authorization: `Bearer ${this.token}` } : {} }); } // expect: incomplete-credentials
}
