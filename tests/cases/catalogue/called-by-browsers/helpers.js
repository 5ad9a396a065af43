// Its name is that of a page's function, but no page is here.
export const load = async () => ({ key: process.env.LR_APISECRET });
