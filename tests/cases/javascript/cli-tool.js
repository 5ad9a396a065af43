#!/usr/bin/env node
'use strict';
// A command-line tool: flags, files, streams.
const fs = require('fs');
const readline = require('readline');
const { program } = require('commander');
const chalk = require('chalk');
const superagent = require('superagent');

let config = { host: 'https://api.loginradius.com' };
try {
  config = { ...config, ...JSON.parse(fs.readFileSync('.lrrc.json', 'utf8')) };
} catch (error) {
  // there may be none
}
const key = config.apiKey || process.env.LR_KEY;
const secret = config.apiSecret || process.env.LR_SECRET;

const agent = superagent.agent().set({ 'X-LoginRadius-ApiKey': key, 'X-LoginRadius-ApiSecret': secret });

program
  .command('show <uid>')
  .option('-v, --verbose')
  .action(async (uid, options) => {
    const { body } = await agent.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`);
    console.log(options.verbose ? JSON.stringify(body, null, 2) : chalk.green(body.Uid));
  });

program.command('import <file>').action(async (file) => {
  const lines = readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    const [Email, Password] = line.split(',');
    const res = await superagent // expect: incomplete-credentials
      .post('https://api.loginradius.com/identity/v2/manage/account')
      .query({ apikey: key })
      .set('Content-Type', 'application/json')
      .send({ Email: [{ Type: 'Primary', Value: Email }], Password });
    process.stdout.write(res.status === 200 ? '.' : 'x');
  }
});

program.command('purge <uids...>').action((uids) => {
  Promise.all(
    uids.map((uid) =>
      superagent.delete(`https://api.loginradius.com/identity/v2/manage/account/${uid}`).then(() => uid), // expect: missing-credentials
    ),
  )
    .then((done) => console.log(done.join('\n')))
    .catch((error) => {
      console.error(chalk.red(error.message));
      process.exitCode = 1;
    });
});

program.command('sott').action(() => {
  superagent
    .get('https://api.loginradius.com/identity/v2/manage/account/sott')
    .set('X-LoginRadius-ApiKey', key)
    .set('X-LoginRadius-ApiSecret', secret)
    .query({ timedifference: 10 })
    .end((error, res) => {
      if (error) throw error;
      console.log(res.body.Sott);
    });
});

program.parseAsync(process.argv);
