const crypto = require('crypto');

exports.signed = (url) => {
  const expires = new Date(Date.now() + 1000 * 60 * 20).toISOString().replace('T', ' ').substring(0, 19);
  const text = expires + ':' + encodeURIComponent(url).toLowerCase();
  return {
    'X-Request-Expires': expires,
    digest: `SHA-256=${crypto.createHmac('sha256', process.env.LOGINRADIUS_API_SECRET).update(text).digest('base64')}`,
  };
};
