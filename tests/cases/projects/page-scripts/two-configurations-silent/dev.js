var HEADERS = {};
