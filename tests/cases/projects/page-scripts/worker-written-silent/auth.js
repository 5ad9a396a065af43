self.onmessage = (event) => { token = event.data; };
