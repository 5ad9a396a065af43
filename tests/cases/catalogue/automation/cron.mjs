import cron from 'node-cron';
import { sync } from './sync.mjs';

cron.schedule('0 * * * *', () => sync());
