// A page with server-side props and client handlers.
import type { GetServerSideProps, NextPage } from 'next';
import { useState, type FormEvent } from 'react';

type Props = { profile: { Uid: string; FirstName: string } | null };

const base = process.env.NEXT_PUBLIC_LR_URL || 'https://api.loginradius.com';

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, params }) => {
  const uid = String(params?.uid);
  const response = await fetch(`${base}/identity/v2/manage/account/${uid}`, {
    headers: {
      'X-LoginRadius-ApiKey': process.env.LR_KEY ?? '',
      'X-LoginRadius-ApiSecret': process.env.LR_SECRET ?? '',
    },
  });
  const token = req.cookies['lr-token'];
  const consent = await fetch(`${base}/identity/v2/auth/consent/logs?apikey=${process.env.LR_KEY}`, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  return { props: { profile: response.ok && consent.ok ? await response.json() : null } };
};

const Page: NextPage<Props> = ({ profile }) => {
  const [email, setEmail] = useState('');

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const res = await fetch(`${base}/identity/v2/auth/login?apikey=${process.env.NEXT_PUBLIC_LR_KEY}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(form)),
    });
    const { access_token } = await res.json();
    sessionStorage.setItem('token', access_token);
  };

  const remove = () =>
    fetch(`${base}/identity/v2/manage/account/${profile?.Uid}?apikey=${process.env.NEXT_PUBLIC_LR_KEY}`, { // expect: backend-call-in-client, consumer-credentials
      method: 'DELETE',
      headers: { Authorization: `Bearer ${sessionStorage.getItem('token')}` },
    });

  return (
    <form onSubmit={submit}>
      <input value={email} onChange={({ target }) => setEmail(target.value)} name="email" />
      <button type="button" onClick={remove}>
        Remove {profile?.FirstName}
      </button>
    </form>
  );
};

export default Page;
