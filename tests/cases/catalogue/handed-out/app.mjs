// Clients that the program hands to what makes routes, and to instances that it keeps: what calls those is not in sight.
import express from 'express';
import axios from 'axios';
import { LoginRadius } from 'loginradius-sdk';
import { routes, safeRoutes } from './routes.mjs';
import { Controller } from './controller.mjs';

const lr = new LoginRadius({ apiKey: process.env.LR_KEY, apiSecret: process.env.LR_SECRET });
const api = axios.create({ baseURL: 'https://api.loginradius.com', params: { apikey: process.env.LR_KEY } });
const whole = axios.create({
  baseURL: 'https://api.loginradius.com',
  headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
});

const app = express();
app.use('/flows', routes(lr, api));
app.use('/safe', safeRoutes(whole));
const controller = new Controller(api);
export const safe = new Controller(whole);
app.get('/one', controller.one);
