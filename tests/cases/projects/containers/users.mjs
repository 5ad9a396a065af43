export class Users {
  constructor({ half, whole, ofSettings }) {
    this.half = half;
    this.whole = whole;
    this.ofSettings = ofSettings;
  }
  one(id) {
    return this.half.get(`/identity/v2/manage/account/${id}`); // expect: incomplete-credentials
  }
  two(id) {
    return this.whole.get(`/identity/v2/manage/account/${id}`);
  }
  // What it is made with is not seen.
  three(id) {
    return this.ofSettings.get(`/identity/v2/manage/account/${id}`);
  }
}

export const makeGroups = ({ half }) => ({
  one: (id) => half.get(`/identity/v2/manage/account/${id}`), // expect: incomplete-credentials
});
