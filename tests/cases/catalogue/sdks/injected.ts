// What a property asks for is what is provided for that.
import { Inject, Injectable, Module } from '@nestjs/common';
import axios, { AxiosInstance } from 'axios';

export const IDENTITY = Symbol('IDENTITY');
export const OTHER = Symbol('OTHER');

@Injectable()
export class UsersService {
  @Inject(IDENTITY) private readonly http: AxiosInstance;
  @Inject(OTHER) private readonly other: AxiosInstance;

  find(uid: string) {
    return this.http.get(`/identity/v2/manage/account/${uid}`); // expect: incomplete-credentials
  }
  get(uid: string) {
    return this.other.get(`/identity/v2/manage/account/${uid}`);
  }
}
const make = (headers: Record<string, string | undefined>) => axios.create({ baseURL: 'https://api.loginradius.com', headers });

@Module({
  providers: [
    UsersService,
    { provide: IDENTITY, useFactory: () => make({ 'X-LoginRadius-ApiKey': process.env.LR_KEY }) },
    {
      provide: OTHER,
      useFactory: () => make({ 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET }),
    },
  ],
})
export class UsersModule {}
