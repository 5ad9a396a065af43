browser.webRequest.onCompleted.addListener((details) => console.log(details.url), { urls: ['https://api.loginradius.com/*'] });
