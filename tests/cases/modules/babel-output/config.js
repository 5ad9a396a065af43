"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.key = exports.base = void 0;
var base = 'https://api.loginradius.com';
exports.base = base;
var key = process.env.K;
exports.key = key;
