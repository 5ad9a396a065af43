import { inngest } from './client';
import { schedules } from '@trigger.dev/sdk/v3';
export const t = schedules.task({ id: 'x', cron: '0 * * * *', run: async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY!, 'X-LoginRadius-ApiSecret': process.env.SECRET! } }); // expect: prefer-m2m
} });
