// What pages have is not to be had on the server.
export default defineEventHandler(() => useApi('/v2/manage/organizations'));
