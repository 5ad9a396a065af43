#!/usr/bin/env node
// The secret of an application, for which machine tokens are got, is none of the tenant.
const query = new URLSearchParams({ client_id: process.env.LR_CLIENT_ID, client_secret: process.env.LR_CLIENT_SECRET });
const answer = await fetch(`https://api.loginradius.com/v2/manage/organizations?${query}`);
console.log(await answer.text());
