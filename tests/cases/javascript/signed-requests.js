// Signed management calls.
const crypto = require('crypto');
const superagent = require('superagent');

const key = process.env.LR_API_KEY;
const secret = process.env.LR_API_SECRET;

function sign(url, body) {
  const expires = new Date(Date.now() + 30 * 60 * 1000).toISOString().replace('T', ' ').slice(0, 19);
  let text = `${expires}:${encodeURIComponent(decodeURIComponent(url)).toLowerCase()}`;
  if (body) text += ':' + JSON.stringify(body);
  const digest = crypto.createHmac('sha256', secret).update(text).digest('base64');
  return { 'X-Request-Expires': expires, digest: 'SHA-256=' + digest };
}

exports.find = async (email) => {
  const url = `https://api.loginradius.com/identity/v2/manage/account?apikey=${key}&email=${encodeURIComponent(email)}`;
  const res = await superagent.get(url).set(sign(url)).retry(2);
  return res.body;
};

exports.update = (uid, profile, callback) => {
  const url = `https://api.loginradius.com/identity/v2/manage/account/${uid}?apikey=${key}`;
  superagent.put(url).set(sign(url, profile)).send(profile).end(callback);
};

exports.unsigned = async (uid, profile) => {
  const url = `https://api.loginradius.com/identity/v2/manage/account/${uid}?apikey=${key}`;
  const { digest } = sign(url, profile);
  return await superagent.put(url).set('digest', digest).send(profile); // expect: incomplete-signature
};

exports.roles = async () => {
  const url = `https://api.loginradius.com/v2/manage/roles?apikey=${key}`;
  return await superagent.get(url).set(sign(url)); // expect: unsupported-credentials
};

exports.wrongHeader = async (uid) => {
  const url = `https://api.loginradius.com/identity/v2/manage/account/${uid}`;
  const signed = sign(url);
  return await superagent
    .del(url)
    .query({ apikey: key })
    .set('X-Request-Expiry', signed['X-Request-Expires']) // expect: misspelled-credential
    .set('digest', signed.digest);
};

// Whoever gets the builder may add to it: nothing can be said here.
exports.builder = (uid) => superagent.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`).query({ apikey: key });
