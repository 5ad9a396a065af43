import { secret } from './secrets';
export const a = () => fetch(`https://api.loginradius.com/v2/manage/organizations?apikey=${process.env.K}&apisecret=${secret}`);
