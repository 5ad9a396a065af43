import { config, headers } from './state.js';
export function init(secret) {
  config.params.apikey = process.env.LR_KEY;
  config.params.apisecret = secret;
}
