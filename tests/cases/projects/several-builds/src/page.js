import { send } from './sent.js';

send(LOGINRADIUS_API_SECRET); // expect: public-env-secret
