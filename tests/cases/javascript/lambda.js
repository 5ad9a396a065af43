// Handlers of serverless functions.
const https = require('node:https');
const { promisify } = require('util');
const needle = require('needle');
const { request: send, Agent } = require('undici');

const stage = process.env.STAGE || 'dev';

function hostFor(name) {
  switch (name) {
    case 'prod':
      return 'api.loginradius.com';
    case 'dev':
    default:
      return 'api.loginradius.com';
  }
}

const dispatcher = new Agent({ keepAliveTimeout: 10 });

exports.getUser = async (event, context) => {
  const { uid } = event.pathParameters;
  const { statusCode, body } = await send(`https://${hostFor(stage)}/identity/v2/manage/account/${uid}`, {
    dispatcher,
    headers: {
      'X-LoginRadius-ApiKey': process.env.LR_KEY,
      'X-LoginRadius-ApiSecret': process.env.LR_SECRET,
    },
  });
  return { statusCode, body: JSON.stringify(await body.json()) };
};

exports.deleteUser = (event, context, callback) => {
  const options = {
    hostname: hostFor(stage),
    port: 443,
    path: `/identity/v2/manage/account/${event.pathParameters.uid}`,
    method: 'DELETE',
    headers: { Authorization: event.headers.Authorization },
  };
  const req = https.request(options, (res) => { // expect: bearer-only
    callback(null, { statusCode: res.statusCode });
  });
  req.on('error', callback);
  req.end();
};

exports.roles = async ({ uid }) => {
  const response = await needle('get', `https://${hostFor(stage)}/identity/v2/manage/account/${uid}/role`, {}, { // expect: missing-credentials
    json: true,
  });
  return response.body;
};

const get = promisify(needle.get);

exports.sott = async () => {
  const res = await new Promise((resolve, reject) => {
    https.get(`https://${hostFor(stage)}/identity/v2/manage/account/sott?apikey=${process.env.LR_KEY}&apisecret=${process.env.LR_SECRET}`, resolve) // expect: secret-in-query
      .on('error', reject);
  });
  return res.statusCode;
};

exports.plain = async (event) => {
  await needle('put', `http://api.loginradius.com/identity/v2/manage/account/${event.uid}`, { IsActive: false }, { // expect: insecure-transport
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
  });
};
