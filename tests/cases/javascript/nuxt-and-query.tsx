// Hooks of data libraries.
import React from 'react';
import useSWR from 'swr';
import { useQuery, useMutation, useInfiniteQuery } from '@tanstack/react-query';
import axios from 'axios';
import ky, { HTTPError } from 'ky';

const base = import.meta.env.VITE_LR_URL ?? 'https://api.loginradius.com';
const apikey = import.meta.env.VITE_LR_KEY;

const fetcher = async (url: string) => {
  const res = await fetch(url, { headers: { Authorization: `Bearer ${window.localStorage.token}` } });
  if (!res.ok) throw new Error('failed');
  return res.json();
};

const api = ky.extend({
  prefixUrl: base,
  hooks: {
    beforeRequest: [
      (request) => {
        request.headers.set('Authorization', `Bearer ${localStorage.getItem('lr-token')}`);
      },
    ],
  },
});

export function useAccount() {
  return useQuery({
    queryKey: ['account'],
    queryFn: ({ signal }) => api.get('identity/v2/auth/account', { searchParams: { apikey }, signal }).json(),
    staleTime: 5_000,
  });
}

export function useSessions(uid: string) {
  return useSWR(`${base}/identity/v2/manage/account/${uid}`, fetcher); // expect: backend-call-in-client, bearer-only
}

export function useRemove() {
  return useMutation({
    mutationFn: async (uid: string) => {
      await axios.delete(`${base}/identity/v2/manage/account/${uid}`, { params: { apikey } }); // expect: backend-call-in-client, incomplete-credentials
    },
    onError: (error: HTTPError) => console.error(error),
  });
}

export function useLogs() {
  return useInfiniteQuery({
    queryKey: ['logs'],
    queryFn: ({ pageParam = 1 }) => api.get('identity/v2/auth/consent/logs', { searchParams: { page: pageParam } }), // expect: incomplete-credentials
    getNextPageParam: (last: any) => last.next,
  });
}

type State = { status: 'idle' | 'busy'; exists?: boolean };

class EmailField extends React.Component<{ apiKey: string }, State> {
  state: State = { status: 'idle' };

  check = async (event: React.ChangeEvent<HTMLInputElement>) => {
    this.setState({ status: 'busy' });
    const { data } = await axios.get(`${base}/identity/v2/auth/email`, { params: { apikey: this.props.apiKey, email: event.target.value } });
    this.setState({ status: 'idle', exists: data.IsExist });
  };

  reset(email: string) {
    return axios.post(`${base}/identity/v2/auth/password?apikey=${this.props.apiKey}&resetPasswordUrl=${window.location.origin}`, { email });
  }

  render() {
    return <input type="email" onChange={this.check} onBlur={(e) => this.reset(e.target.value)} disabled={this.state.status === 'busy'} />;
  }
}

export default EmailField;
