import { config } from './state.js';
import { init } from './setup.js';
init(process.env.LR_SECRET);
export const all = () => fetch('https://api.loginradius.com/v2/manage/organizations?' + new URLSearchParams(config.params));
