// Parameters of functions in the cloud; loggers that are bound, and those of Azure.
const { defineSecret } = require('firebase-functions/params');
const stored = defineSecret('LOGINRADIUS_API_SECRET');
exports.find = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': stored.value() },
  });
exports.wrong = () => console.log(stored.value()); // expect: secret-in-log
exports.right = () => console.log(stored.value().length);

const log = console.log.bind(console, '[lr]');
log('secret', process.env.LR_API_SECRET); // expect: secret-in-log
log('key', process.env.LR_KEY);

exports.azure = async function (context) {
  context.log('secret', process.env.LR_API_SECRET); // expect: secret-in-log
  context.log('region', process.env.LR_REGION);
};
