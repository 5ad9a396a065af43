import { config } from './state.js';
export const all2 = () => fetch('https://api.loginradius.com/v2/manage/organizations?' + new URLSearchParams(config.params));
