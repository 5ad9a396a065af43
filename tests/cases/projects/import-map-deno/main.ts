import http from 'http';
import axios from 'esm';
import { get } from 'lib/get.ts';
import { send } from 'send';
http.get('https://api.loginradius.com/v2/manage/organizations'); // expect: missing-credentials
axios.get('https://api.loginradius.com/v2/manage/organizations'); // expect: missing-credentials
get('/v2/manage/organizations'); // expect: missing-credentials
send('/v2/manage/organizations'); // expect: missing-credentials
