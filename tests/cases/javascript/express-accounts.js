// An express router that proxies a few management calls.
require('dotenv').config();
const express = require('express');
const axios = require('axios');

const { LR_API_KEY, LR_API_SECRET, LR_HOST = 'https://api.loginradius.com' } = process.env;

function authHeaders(extra) {
  return Object.assign({
    'X-LoginRadius-ApiKey': LR_API_KEY,
    'X-LoginRadius-ApiSecret': LR_API_SECRET,
  }, extra);
}

const buildUrl = (path, params) => {
  const query = Object.keys(params).map(k => `${k}=${encodeURIComponent(params[k])}`).join('&');
  return `${LR_HOST}${path}?${query}`;
};

const router = express.Router();

router.get('/accounts/:uid', async (req, res, next) => {
  try {
    const { data } = await axios.get(`${LR_HOST}/identity/v2/manage/account/${req.params.uid}`, {
      headers: authHeaders({ Accept: 'application/json' }),
    });
    res.json(data);
  } catch (err) {
    next(err);
  }
});

router.get('/accounts', async (req, res) => {
  const url = buildUrl('/identity/v2/manage/account', { apikey: LR_API_KEY, email: req.query.email });
  const { data } = await axios.get(url); // expect: incomplete-credentials
  res.json(data);
});

router.delete('/accounts/:uid', async (req, res) => {
  await axios.delete(buildUrl('/identity/v2/manage/account/' + req.params.uid, { apikey: LR_API_KEY, apisecret: LR_API_SECRET })); // expect: secret-in-query
  res.sendStatus(204);
});

router.get('/me', async (req, res) => {
  const token = req.headers.authorization;
  const me = await axios.get(buildUrl('/identity/v2/auth/account', { apiKey: LR_API_KEY }), {
    headers: { Authorization: token },
  });
  res.json(me.data);
});

router.put('/accounts/:uid/role', async (req, res) => {
  const r = await axios.put( // expect: consumer-credentials
    buildUrl(`/identity/v2/manage/account/${req.params.uid}/role`, { apiKey: LR_API_KEY }),
    { roles: req.body.roles },
    { headers: { Authorization: req.headers.authorization } },
  );
  res.json(r.data);
});

module.exports = router;
