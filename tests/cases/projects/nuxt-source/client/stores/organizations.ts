export const useOrganizations = defineStore('organizations', {
  actions: { load() { return $fetch('https://api.loginradius.com/v2/manage/organizations'); } }, // expect: missing-credentials, backend-call-in-client
});
