module.exports = {
  ...require('./a'),
  get: require('./b'),
  del(path) { return fetch(this.base + path, { method: 'DELETE' }); },
};
