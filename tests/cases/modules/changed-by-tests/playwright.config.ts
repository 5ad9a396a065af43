import { defineConfig } from '@playwright/test';
export default defineConfig({ use: { extraHTTPHeaders: { 'X-LoginRadius-ApiKey': process.env.LR_KEY!, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET! } } });
