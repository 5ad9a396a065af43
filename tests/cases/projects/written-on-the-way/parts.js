const _ = require('lodash');
const lr = { key: process.env.LR_API_KEY, secret: process.env.LR_API_SECRET };
console.log(_.omit(lr, ['key'])); // expect: secret-in-log
console.log(_.pick(lr, ['key', 'secret'])); // expect: secret-in-log
console.log(_.omit(lr, ['secret']), _.pick(lr, ['key']));
