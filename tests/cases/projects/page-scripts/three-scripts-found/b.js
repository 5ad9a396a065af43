var session = { token: '' };
