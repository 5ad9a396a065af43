export const organizations = () => $fetch(url('/v2/manage/organizations')); // expect: missing-credentials, backend-call-in-client
