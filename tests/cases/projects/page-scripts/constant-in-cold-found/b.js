function load(id) { return fetch(`${ROOT}/identity/v2/manage/account/${id}`); } // expect: missing-credentials, backend-call-in-client
load(1);
