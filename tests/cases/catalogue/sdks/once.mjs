// Clients that are made once, and a base that is no secure one.
import axios from 'axios';
import _ from 'lodash';
import once from 'lodash/once';
import { LoginRadius } from 'loginradius-sdk';
import express from 'express';

const options = { apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };
const sdk = _.once(() => new LoginRadius(options));
export const flows = () => sdk().workflows.getAllWorkflows(); // expect: unsupported-credentials
const api = once(() => axios.create({ baseURL: 'https://api.loginradius.com', params: { apikey: options.apiKey } }));
export const account = () => api().get('/identity/v2/manage/account/1'); // expect: incomplete-credentials

const open = new LoginRadius({ ...options, baseURL: 'http://api.loginradius.com' }); // expect: insecure-transport
export const one = () => open.accounts.getAccountIdentityByUID({ uid: '1' });
export const other = () => open.accounts.getAccountIdentityByUID({ uid: '2' });
