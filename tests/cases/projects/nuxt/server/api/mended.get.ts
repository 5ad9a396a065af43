export default defineEventHandler(() => withBoth('/v2/manage/organizations'));
