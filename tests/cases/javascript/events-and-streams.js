// Event emitters, streams, workers, timers.
const { EventEmitter, once } = require('events');
const { Transform, pipeline } = require('stream');
const cron = require('node-cron');
const axios = require('axios');

class Sync extends EventEmitter {
  #secret = process.env.LR_SECRET;

  constructor({ key = process.env.LR_KEY, base = 'https://api.loginradius.com' } = {}) {
    super();
    this.key = key;
    this.base = base;
    this.on('user', this.onUser.bind(this));
    this.on('gone', (uid) => this.remove(uid));
    this.start();
  }

  get pair() {
    return { 'X-LoginRadius-ApiKey': this.key, 'X-LoginRadius-ApiSecret': this.#secret };
  }

  start() {
    axios.get(`${this.base}/v2/manage/organizations`, { headers: this.pair }) // expect: unsupported-credentials
      .then(({ data }) => this.emit('organizations', data))
      .catch((error) => this.emit('error', error));
  }

  async onUser(uid) {
    const { data } = await axios.get(`${this.base}/identity/v2/manage/account/${uid}`, { headers: this.pair });
    this.emit('loaded', data);
  }

  remove = async (uid) => {
    await axios.delete(`${this.base}/identity/v2/manage/account/${uid}`, { params: { apikey: this.key } }); // expect: incomplete-credentials
  };
}

const enrich = new Transform({
  objectMode: true,
  async transform(uid, _encoding, callback) {
    try {
      const { data } = await axios(`https://api.loginradius.com/identity/v2/manage/account/${uid}/role`, { // expect: mixed-credentials
        params: { apikey: process.env.LR_KEY },
        headers: { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
      });
      callback(null, data);
    } catch (error) {
      callback(error);
    }
  },
});

cron.schedule('0 3 * * *', async () => {
  const sync = new Sync();
  await once(sync, 'organizations');
  await axios.post('https://api.loginradius.com/v2/manage/workflows', { name: 'nightly' }, { // expect: unsupported-credentials
    params: { apikey: process.env.LR_KEY, apisecret: process.env.LR_SECRET },
  });
});

setInterval(() => {
  axios.head('https://api.loginradius.com/identity/v2/auth/emial').catch(() => {}); // expect: unknown-operation
}, 60_000);

module.exports = { Sync, enrich, run: (source, sink) => pipeline(source, enrich, sink, () => {}) };
