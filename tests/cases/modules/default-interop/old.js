const request = require('./mod').default;
request('/v2/manage/organizations/old'); // expect: missing-credentials
