// The default export goes by the name of the file.
export default (path: string) => useApi('/identity/v2/manage/account' + path, { query: { apikey: tenant() } });
