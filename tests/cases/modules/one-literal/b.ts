import * as s from './secrets';
export const b = () => fetch(`https://api.loginradius.com/v2/manage/organizations?apikey=${process.env.K}&apisecret=${s.secret}`);
