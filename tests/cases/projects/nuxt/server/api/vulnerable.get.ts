export default defineEventHandler(() => lr('/v2/manage/organizations', { query: { apikey: 'k' } })); // expect: incomplete-credentials
