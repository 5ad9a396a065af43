import { get } from 'api';
get('/v2/manage/organizations');
