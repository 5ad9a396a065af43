import { Worker } from 'bullmq';
import axios from 'axios';
new Worker('sync', async (job) => {
  await axios.get('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY!, 'X-LoginRadius-ApiSecret': process.env.SECRET! } }); // expect: prefer-m2m
});
