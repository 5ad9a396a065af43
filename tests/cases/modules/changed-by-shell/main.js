const { app, session } = require('electron');
app.whenReady().then(() => {
  session.defaultSession.webRequest.onBeforeSendHeaders({ urls: ['https://api.loginradius.com/*'] }, (details, callback) => {
    callback({ requestHeaders: { ...details.requestHeaders, Authorization: `Bearer ${globalThis.token}` } });
  });
});
