import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import axios from 'axios';
import Koa from 'koa';
import { createApp } from 'vue';
import { asValue, createContainer } from 'awilix';

// What servers and requests carry from where it is set up to the handlers.
const made = (more) => axios.create({ baseURL: 'https://api.loginradius.com', headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, ...more } });
const complete = { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET };

const app = express();
app.locals.half = made();
app.set('whole', made(complete));
app.use((req, res, next) => {
  req.ofRequest = made();
  res.locals.ofAnswer = made();
  next();
});
app.get('/a', async (req, res) => {
  await req.app.locals.half.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await req.ofRequest.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await res.locals.ofAnswer.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await req.app.get('whole').get('/identity/v2/manage/account/1');
  res.end();
});

const fastify = Fastify();
fastify.decorate('decorated', made()).decorate('decoratedWhole', made(complete));
fastify.get('/a', async (request) => {
  await fastify.decorated.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await request.server.decorated.delete('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await fastify.decoratedWhole.get('/identity/v2/manage/account/1');
});

const hono = new Hono();
hono.use(async (c, next) => {
  c.set('held', made());
  await next();
});
hono.get('/a', async (c) => {
  await c.get('held').get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  await c.var.held.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
  return c.body(null);
});

const koa = new Koa();
koa.context.ofAll = made();
koa.use(async (ctx) => {
  await ctx.ofAll.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials
});

// Who provides a client changes nothing of it.
const provided = made();
createApp({}).provide('provided', provided);
export const useProvided = () => provided.get('/identity/v2/manage/account/1'); // expect: incomplete-credentials

class Accounts {
  constructor({ contained }) {
    this.http = contained;
  }
  one(id) {
    return this.http.get(`/identity/v2/manage/account/${id}`); // expect: incomplete-credentials
  }
}
createContainer().register({ contained: asValue(made()) });
export default Accounts;
