// A route handler.
import { NextRequest, NextResponse } from 'next/server';
import { cookies } from 'next/headers';

const base = process.env.LOGINRADIUS_BASE_URL || 'https://api.loginradius.com';

const lr = async (path: string, init: RequestInit & { search?: Record<string, string> } = {}) => {
  const { search, ...rest } = init;
  const url = new URL(`${base}${path}`);
  url.searchParams.append('apikey', process.env.LOGINRADIUS_API_KEY as string);
  Object.entries(search ?? {}).forEach(([name, value]) => url.searchParams.append(name, value));
  return fetch(url.toString(), { cache: 'no-store', ...rest });
};

export async function GET(request: NextRequest, { params }: { params: { uid: string } }) {
  const store = await cookies();
  const session = store.get('session')?.value;
  if (!session) return NextResponse.json({ error: 'unauthorized' }, { status: 401 });

  const [profile, roles] = await Promise.all([
    lr('/identity/v2/auth/account', { headers: { Authorization: `Bearer ${session}` } }),
    lr(`/identity/v2/manage/account/${params.uid}/role`, { headers: { Authorization: `Bearer ${session}` } }), // expect: consumer-credentials
  ]);
  return NextResponse.json({ profile: await profile.json(), roles: await roles.json() });
}

export async function DELETE(request: NextRequest, { params }: { params: { uid: string } }) {
  const response = await lr(`/identity/v2/manage/account/${params.uid}`, { // expect: secret-in-query
    method: 'DELETE',
    search: { apisecret: process.env.LOGINRADIUS_API_SECRET! },
  });
  return new NextResponse(null, { status: response.status });
}

export async function POST(request: NextRequest) {
  const body = await request.json();
  const response = await lr('/identity/v2/auth/register', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'X-LoginRadius-Sott': process.env.SOTT! },
  });
  return NextResponse.json(await response.json());
}
