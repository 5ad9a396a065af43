var root = CONFIG.root;
function call(path) { return fetch(root + path); }
