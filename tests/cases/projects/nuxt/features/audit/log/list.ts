export const audit = (path: string) => useApi(path);
