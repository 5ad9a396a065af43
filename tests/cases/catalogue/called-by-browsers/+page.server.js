// A page gets what these return, whatever the file imports.
export const load = async () => {
  return { key: process.env.LR_APISECRET, tenant: process.env.LR_APIKEY }; // expect: secret-in-log
};
export const actions = {
  default: async () => ({ key: process.env.LR_APISECRET }), // expect: secret-in-log
  async other() {
    const response = await fetch(`https://api.loginradius.com/v2/manage/roles?apikey=${process.env.LR_APIKEY}&apisecret=${process.env.LR_APISECRET}`);
    return { status: response.status };
  },
};
