import { Router } from 'express';

export function routes(lr, api) {
  const router = Router();
  router.get('/flows', async (req, res) => res.json(await lr.workflows.getAllWorkflows())); // expect: unsupported-credentials
  router.get('/one', async (req, res) => res.json(await api.get(`/identity/v2/manage/account/${req.params.uid}`))); // expect: incomplete-credentials
  return router;
}

export function safeRoutes(api) {
  const router = Router();
  router.get('/one', async (req, res) => res.json(await api.get(`/identity/v2/manage/account/${req.params.uid}`)));
  return router;
}

// Nobody is seen to make anything of this one.
export function otherRoutes(api) {
  const router = Router();
  router.get('/one', async (req, res) => res.json(await api.get(`/identity/v2/manage/account/${req.params.uid}`)));
  return router;
}
