export const organizations = (query = {}) => client.get('/v2/manage/organizations', { params: query }); // expect: missing-credentials, incomplete-credentials, backend-call-in-client
