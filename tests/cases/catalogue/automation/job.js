#!/usr/bin/env node
const { find } = require('./shared');

find('uid');
fetch('https://api.loginradius.com/identity/v2/manage/account?email=a@b.example', {
  headers: { Authorization: `Bearer ${process.env.LR_M2M_TOKEN}` },
});
