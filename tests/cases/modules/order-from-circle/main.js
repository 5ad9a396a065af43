// It begins the program, though what it imports last imports it again.
import './setup.js';
import { list } from './api.js';
import { first } from './routes.js';

export const prefix = 'https://api.loginradius.com/identity/v2/manage/account/';

await list(first());
