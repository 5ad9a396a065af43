// Parameters of functions in the cloud, and the logs of Azure's.
const { defineSecret } = require('firebase-functions/params');
const stored = defineSecret('LOGINRADIUS_API_SECRET');
exports.find = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': stored.value() },
  });
exports.wrong = () => console.log(stored.value()); // expect: secret-in-log
exports.right = () => console.log(stored.value().length);

exports.azure = async function (context) {
  context.log('secret', process.env.LR_API_SECRET); // expect: secret-in-log
  context.log('region', process.env.LR_REGION);
};
