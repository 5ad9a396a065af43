import { changed, emptied } from './state.js';

changed.headers = { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };
emptied.headers = { 'X-LoginRadius-ApiKey': process.env.LR_KEY };
