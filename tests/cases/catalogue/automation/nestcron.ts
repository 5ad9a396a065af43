import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
@Injectable()
export class Tasks {
  @Cron('0 0 * * *')
  async run() {
    await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY!, 'X-LoginRadius-ApiSecret': process.env.SECRET! } }); // expect: prefer-m2m
  }
}
