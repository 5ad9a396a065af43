export const config = { params: {} };
export const headers = {};
