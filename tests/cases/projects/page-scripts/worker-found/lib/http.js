const get = (url, headers) => fetch(url, { headers });
