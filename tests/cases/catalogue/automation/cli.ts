import axios from 'axios';

const [, , uid] = process.argv;

axios.get(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { // expect: prefer-m2m
  headers: { 'X-LoginRadius-ApiKey': process.env.LR_API_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET },
});
