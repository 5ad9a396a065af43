var headers = headers || {};
function current() { return headers; }
