function Client(key) { this.key = key; }
Client.prototype.get = function (path) { return fetch('https://api.loginradius.com' + path, { headers: { 'X-LoginRadius-ApiKey': this.key } }); };
