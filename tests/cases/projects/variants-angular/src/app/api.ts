import { environment } from '../environments/environment';
// Only one of the builds calls it.
fetch(environment.base + '/v2/manage/organizations'); // expect: missing-credentials
