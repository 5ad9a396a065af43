import type { ScheduledEvent } from 'aws-lambda';
import axios from 'axios';
export const handler = async (event: ScheduledEvent) => {
  await axios.get('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY!, 'X-LoginRadius-ApiSecret': process.env.SECRET! } }); // expect: prefer-m2m
};
