var App = App || {};
App.base = 'https://api.loginradius.com';
