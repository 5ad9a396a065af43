export default defineEventHandler(() => lr('/v2/manage/organizations', { apikey: process.env.LR_KEY })); // expect: incomplete-credentials
