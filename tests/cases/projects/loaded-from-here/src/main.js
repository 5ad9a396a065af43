const path = require('path');
const { get } = require(path.join(__dirname, 'lib/get'));
const { send } = require(path.resolve(__dirname, '..', 'send.js'));
const third = require(__dirname + '/lib/third');
const fourth = require(`${__dirname}/lib/third`);
get('/v2/manage/organizations'); // expect: missing-credentials
send('/v2/manage/organizations'); // expect: missing-credentials
third.third('/v2/manage/organizations'); // expect: missing-credentials
fourth.third('/v2/manage/organizations'); // expect: missing-credentials
import(new URL('./lib/esm.mjs', import.meta.url)).then(({ esm }) => esm('/v2/manage/organizations')); // expect: missing-credentials

// Where it is not known what is loaded, or from where, nothing is.
const any = require(path.join(__dirname, process.argv[2]));
const elsewhere = require(path.join(process.cwd(), 'lib/get'));
const rooted = require(path.resolve(__dirname, '/lib/get'));
any.get('/v2/manage/organizations');
elsewhere.get('/v2/manage/organizations');
rooted.get('/v2/manage/organizations');
// Another host.
const shop = require(path.join(__dirname, 'lib', 'shop'));
shop.get('/v2/manage/organizations');
