import { mended } from '../environments/mended';
// What goes together in one build is not mixed with another's.
fetch(mended.base + '/v2/manage/organizations?apikey=' + mended.key + '&apisecret=' + mended.secret);
