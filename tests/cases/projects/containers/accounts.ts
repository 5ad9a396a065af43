import type { AxiosInstance } from 'axios';
import { inject, injectable } from 'inversify';
import { TYPES } from './tokens';

@injectable()
export class Accounts {
  @inject(TYPES.Whole) private property!: AxiosInstance;

  constructor(
    @inject(TYPES.Half) private half: AxiosInstance,
    @inject(TYPES.Whole) private whole: AxiosInstance,
    @inject(TYPES.Unseen) private unseen: AxiosInstance,
    @inject(TYPES.Newer) private newer: AxiosInstance,
    @inject(TYPES.Base) private base: string,
  ) {}

  one(id: string) {
    return this.half.get(`/identity/v2/manage/account/${id}`); // expect: incomplete-credentials
  }
  two(id: string) {
    return this.whole.get(`/identity/v2/manage/account/${id}`);
  }
  three(id: string) {
    return this.unseen.get(`/identity/v2/manage/account/${id}`);
  }
  four(id: string) {
    return this.newer.get(`/identity/v2/manage/account/${id}`); // expect: missing-credentials
  }
  five(email: string) {
    return fetch(`${this.base}/identity/v2/auth/email?email=${email}&apikey=${process.env.LR_KEY}`);
  }
  six(id: string) {
    return this.property.get(`/identity/v2/manage/account/${id}`);
  }
}
