import call = require('./exporteq');
import * as call2 from './exporteq';
import call3 from './exporteq';
export const x = () => call('/v2/manage/organizations/x'); // expect: missing-credentials
export const y = () => call2('/v2/manage/organizations/y'); // expect: missing-credentials
export const z = () => call3('/v2/manage/organizations/z'); // expect: missing-credentials
