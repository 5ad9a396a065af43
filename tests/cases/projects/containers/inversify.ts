import axios from 'axios';
import { Container, ContainerModule } from 'inversify';
import { more } from 'elsewhere';
import { TYPES } from './tokens';
import { Accounts } from './accounts';

const made = (more = {}) =>
  axios.create({ baseURL: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, ...more } });

export const container = new Container();
container.bind(TYPES.Half).toConstantValue(made());
container.bind(TYPES.Whole).toDynamicValue(() => made({ 'X-LoginRadius-ApiSecret': process.env.LR_SECRET })).inSingletonScope();
container.bind(TYPES.Alias).toService(TYPES.Half);
container.bind(TYPES.Open).toConstantValue(made(more));
container.bind('Accounts').to(Accounts).inSingletonScope();
container.load(
  new ContainerModule((bind) => {
    bind(TYPES.Base).toConstantValue('http://api.loginradius.com'); // expect: insecure-transport
  }),
  new ContainerModule((options) => {
    options.bind(TYPES.Newer).toResolvedValue((base) => axios.create({ baseURL: base }), [TYPES.Base]);
  }),
);

container.get<any>(TYPES.Half).get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
container.get<any>(TYPES.Whole).get('/identity/v2/manage/account/1');
container.get<any>(TYPES.Alias).delete('/identity/v2/manage/account/1'); // expect: incomplete-credentials
container.get<any>(TYPES.Unseen).get('/identity/v2/manage/account/1');
container.get<any>(TYPES.Open).get('/identity/v2/manage/account/1');
