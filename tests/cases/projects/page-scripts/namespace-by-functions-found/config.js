window.App = window.App || {};
window.App.base = 'https://api.loginradius.com';
