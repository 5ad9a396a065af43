class Base { constructor(root) { this.root = root; } get(path, headers) { return fetch(this.root + path, { headers }); } }
