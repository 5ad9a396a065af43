const send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function (b) { this.setRequestHeader('Authorization', 'Bearer ' + localStorage.t); return send.call(this, b); };
