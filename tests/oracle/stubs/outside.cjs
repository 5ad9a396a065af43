// What no analysis of the program can see: a package that is not there.
'use strict';

const headers = () => ({ 'x-outside': 'o', 'x-loginradius-apisecret': 'o' });
exports.headers = headers;
exports.query = () => ({ outside: 'o', apisecret: 'o' });
exports.name = () => 'x-named-outside';
exports.text = () => 'outside-text';
exports.flag = () => process.env.FLAG_C === 'on';
exports.later = async () => headers();
exports.change = (map) => {
    if (map && typeof map === 'object') map['x-changed'] = 'o';
    return map;
};
exports.pick = (map) => map;
exports.state = { headers: { 'x-state': 'o' }, query: { state: 'o' } };
