import { Log, all, app, audit, logger, ok, start, startWith } from './logger.mjs';

const S = process.env.LR_API_SECRET;
const config = { apiKey: process.env.LR_API_KEY, apiSecret: process.env.LR_API_SECRET };

export const one = (uid) =>
  fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, {
    headers: { 'X-LoginRadius-ApiKey': config.apiKey, 'X-LoginRadius-ApiSecret': S },
  });

logger.info('starting', { port: 3000 });
logger.info('with a secret', { S }); // expect: secret-in-log
logger.info('with a name', { secret: 'no', key: config.apiKey });
logger.info('with all of it', config); // expect: secret-in-log
logger.info(
  'with another',
  { S }, // expect: secret-in-log
);
Log.warn('fine');
Log.warn(S); // expect: secret-in-log
Log.warn(`is ${config.apiSecret}`); // expect: secret-in-log
new Log().error('failed', S); // expect: secret-in-log
all('a', config.apiKey);
all('a', config.apiSecret); // expect: secret-in-log
audit('logged in');
audit(S); // expect: secret-in-log
start(S);
startWith(config);

app.get('/debug', (req, res) => ok(res, config)); // expect: secret-in-log
app.get('/key', (req, res) => ok(res, { key: config.apiKey }));
