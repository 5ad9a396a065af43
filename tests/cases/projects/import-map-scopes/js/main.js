import { get } from 'api';
import './old/one.js';
get('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
