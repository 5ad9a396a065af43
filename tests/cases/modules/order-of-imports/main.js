// What it imports first has run before what it imports next, whatever their names.
import './setup.js';
import { list } from './api.js';

await list('https://api.loginradius.com/identity/v2/manage/account/1');
