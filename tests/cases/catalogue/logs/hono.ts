import { Hono } from 'hono';
import { NextResponse } from 'next/server';

const app = new Hono();

app.get('/debug', (c) => c.json({ secret: process.env.LOGINRADIUS_API_SECRET })); // expect: secret-in-log
app.get('/key', (c) => c.json({ key: process.env.LOGINRADIUS_API_KEY }));

export async function GET() {
  return NextResponse.json({ clientSecret: process.env.LR_CLIENT_SECRET }); // expect: secret-in-log
}

export async function POST() {
  return new Response(JSON.stringify({ secret: process.env.LR_API_SECRET })); // expect: secret-in-log
}

export function load(loginradiusSecret: string) {
  console.info('loading with', loginradiusSecret); // expect: secret-in-log
}
