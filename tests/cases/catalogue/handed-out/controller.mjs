export class Controller {
  #api;
  constructor(api) {
    this.#api = api;
    this.api = api;
  }
  one = async (req, res) => {
    res.json(await this.api.get('/identity/v2/manage/account/1')); // expect: incomplete-credentials
  };
  other(req, res) {
    return this.api.get('/identity/v2/manage/account/2'); // expect: incomplete-credentials
  }
}
