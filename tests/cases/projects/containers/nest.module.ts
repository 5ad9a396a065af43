import { DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import axios from 'axios';

@Module({})
export class ApiModule {
  static forRoot(options: any): DynamicModule {
    return {
      module: ApiModule,
      providers: [
        { provide: 'OPTIONS', useValue: options },
        { provide: 'MADE', inject: ['OPTIONS'], useFactory: (options) => axios.create(options) },
        { provide: 'SAME', useExisting: 'MADE' },
        { provide: 'UNSEEN', inject: ['NOBODY GIVES THIS'], useFactory: (options) => axios.create(options) },
      ],
    };
  }
  static register(headers: any): DynamicModule {
    const provider = { provide: 'COMPLETE', useValue: axios.create({ baseURL: 'https://api.loginradius.com', headers }) };
    return { module: ApiModule, providers: [provider], exports: [provider] };
  }
}

@Injectable()
export class Service {
  constructor(@Inject('MADE') private made, @Inject('SAME') private same, @Inject('COMPLETE') private complete, @Inject('UNSEEN') private unseen) {}
  one() {
    return this.made.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  }
  two() {
    return this.same.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  }
  three() {
    return this.complete.get('/identity/v2/manage/account/1');
  }
  four() {
    return this.unseen.get('/identity/v2/manage/account/1');
  }
}

@Module({
  imports: [
    ApiModule.forRoot({ baseURL: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } }),
    ApiModule.register({ 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET }),
  ],
  providers: [Service],
})
export class AppModule {}
