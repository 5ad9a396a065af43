import axios from 'axios';
import { asClass, asFunction, asValue, createContainer, Lifetime } from 'awilix';
import { Users, makeGroups } from './users.mjs';

const headers = { 'X-LoginRadius-ApiKey': process.env.LR_KEY };
const whole = { ...headers, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };
const baseURL = 'https://api.loginradius.com';
const container = createContainer();
container.register({
  settings: asValue({ baseURL }),
  half: asFunction(() => axios.create({ baseURL, headers })).singleton(),
  ofSettings: asFunction(({ settings }) => axios.create({ baseURL, headers: settings.headers })).singleton(),
  users: asClass(Users, { lifetime: Lifetime.SINGLETON }),
  groups: asFunction(makeGroups).scoped(),
});
container.register('whole', asFunction(() => axios.create({ baseURL, headers: whole })).scoped());

container.resolve('half').get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
container.cradle.half.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
container.resolve('whole').get('/identity/v2/manage/account/1');
container.resolve('ofSettings').get('/identity/v2/manage/account/1');
const { half, whole: other } = container.cradle;
half.delete('/identity/v2/manage/account/1'); // expect: incomplete-credentials
other.delete('/identity/v2/manage/account/1');
