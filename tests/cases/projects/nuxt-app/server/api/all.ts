export default defineEventHandler(() => $fetch(url('/v2/manage/organizations'))); // expect: missing-credentials
