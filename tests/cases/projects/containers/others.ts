import 'reflect-metadata';
import axios from 'axios';
import { container, inject, injectable } from 'tsyringe';
import { Container } from 'typedi';

const half = axios.create({ baseURL: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } });
container.registerInstance('half', half);
container.register('another', { useFactory: () => half });
Container.set('half of typedi', half);

container.resolve<any>('half').get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
Container.get<any>('half of typedi').get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
Container.get<any>('nobody sets this').get('/identity/v2/manage/account/1');

@injectable()
export class Service {
  constructor(@inject('another') private another: any) {}
  one() {
    return this.another.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  }
}
