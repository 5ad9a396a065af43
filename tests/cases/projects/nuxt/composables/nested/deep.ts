export const deep = () => useApi('/v2/manage/workflows'); // expect: missing-credentials, backend-call-in-client
export const notScanned = (path: string) => useApi(path);
