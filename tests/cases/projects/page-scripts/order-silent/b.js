var headers = {};
