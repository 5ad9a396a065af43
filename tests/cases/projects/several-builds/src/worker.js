// What another build puts in is not put into this one.
export const own = LOGINRADIUS_API_SECRET;
fetch('https://api.loginradius.com/v2/manage/organizations', { headers: { Authorization: `Bearer ${LOGINRADIUS_M2M_TOKEN}` } });
