browser.webRequest.onBeforeSendHeaders.addListener((details) => {
  details.requestHeaders.push({ name: 'Authorization', value: 'Bearer ' + token });
  return { requestHeaders: details.requestHeaders };
}, { urls: ['https://api.loginradius.com/*'] }, ['blocking', 'requestHeaders']);
