const express = require('express');
const { find } = require('./shared');

const app = express();
app.get('/users/:uid', async (req, res) => res.json(await find(req.params.uid)));
app.listen(process.argv[2]);
