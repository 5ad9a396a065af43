// Of two operations that differ in a slash at the end alone, the one that is written so is called.
const E = 'https://api.depot.dev';
fetch(E + '/s'); // expect: missing-credentials
fetch(E + '/s/');
fetch(E + '/t'); // expect: missing-credentials
fetch(E + '/t/');
fetch(E + '/t/?page=2');
// Where there is one only, the slash makes no difference.
fetch(E + '/u/'); // expect: missing-credentials
fetch(E + '/v'); // expect: missing-credentials
// A suffix that names a format may be left out.
fetch(E + '/boxes/all/list'); // expect: missing-credentials
fetch(E + '/boxes/all/lists'); // expect: unknown-operation
