export abstract class Base {
  abstract credentials(): Record<string, string>;
  protected host = 'https://api.loginradius.com';
  list() {
    return fetch(`${this.host}/v2/manage/organizations?${new URLSearchParams(this.credentials())}`);
  }
}
