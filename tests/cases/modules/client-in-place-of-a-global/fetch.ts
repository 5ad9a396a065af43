// What the program puts in place of the platform's client is what its other modules call.
import { ofetch } from 'ofetch';
globalThis.$fetch = ofetch.create({ headers: { 'X-LoginRadius-ApiKey': process.env.LOGINRADIUS_KEY } });
