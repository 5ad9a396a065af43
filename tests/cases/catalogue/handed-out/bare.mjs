export class Bare {
  constructor(api) {
    this.api = api;
  }
  one() {
    return this.api.get('/identity/v2/manage/account/1', { params: { apikey: process.env.LR_KEY } });
  }
}
