module.exports = { default: { key: 1 }, base: 'https://api.loginradius.com' };
