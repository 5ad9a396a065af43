import http from 'http';
import { get } from 'lib/get.js';
import { send } from 'send';
http.get('https://api.loginradius.com/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
get('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
send('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
