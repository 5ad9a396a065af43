const express = require('express');
const app = express();
const apiSecret = process.env.LOGINRADIUS_API_SECRET;
app.get('/a', (req, res) => { res.send(apiSecret); }); // expect: secret-in-log
app.get('/b', (req, res) => { res.status(200).json({ apiSecret }); }); // expect: secret-in-log
app.get('/c', (req, res) => { res.render('index', { apiSecret }); }); // expect: secret-in-log
app.get('/d', (req, res) => { res.set('X-Debug', apiSecret).end(); }); // expect: secret-in-log
app.get('/e', (req, res) => { res.cookie('s', apiSecret).end(); }); // expect: secret-in-log
app.get('/f', (req, res) => { res.locals.secret = apiSecret; res.json({ ok: 1 }); });
app.get('/g', (request, response) => { response.write(`x${apiSecret}`); response.end(); }); // expect: secret-in-log
app.get('/h', (_, r) => { r.json({ apiSecret }); });
app.get('/i', (req, res) => { res.redirect('/x?s=' + apiSecret); }); // expect: secret-in-log
app.get('/j', (req, res) => {
  try {
    throw new Error(`could not use ${apiSecret}`);
  } catch (error) {
    res.status(500).json({ message: error.message }); // expect: secret-in-log
  }
});
app.get('/k', (req, res, next) => { next(new Error(`bad ${apiSecret}`)); });
app.use((err, req, res, next) => { res.json({ m: err.message }); });
app.locals.apiSecret = apiSecret; 
function masked() { return apiSecret.replace(/./g, '*'); }
app.get('/l', (req, res) => res.json({ secret: masked(), has: !!apiSecret, n: apiSecret.length }));
app.get('/m', (req, res) => res.json({ ok: req.query.secret === apiSecret }));
app.listen(3000);
