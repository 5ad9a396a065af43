export default defineEventHandler(() =>
  lr('/v2/manage/organizations', { apikey: process.env.LR_KEY, apisecret: process.env.LR_SECRET }),
);
