// A hook and a component of a browser application.
import React, { useCallback, useEffect, useState } from 'react';

const API = 'https://api.loginradius.com';
const API_KEY = process.env.REACT_APP_LR_API_KEY;

interface Profile {
  Uid: string;
  FirstName?: string;
}

export function useProfile(): { profile?: Profile; reload: () => void } {
  const [profile, setProfile] = useState<Profile>();

  const reload = useCallback(async () => {
    const token = localStorage.getItem('lr_session');
    const response = await fetch(`${API}/identity/v2/auth/account?apikey=${API_KEY}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (response.ok) setProfile(await response.json());
  }, []);

  useEffect(() => {
    reload();
  }, [reload]);

  return { profile, reload };
}

export const RoleList: React.FC<{ uid: string }> = ({ uid }) => {
  const [roles, setRoles] = useState<string[]>([]);

  useEffect(() => {
    const token = sessionStorage.getItem('token');
    fetch(`${API}/identity/v2/manage/account/${uid}/role`, { // expect: backend-call-in-client, bearer-only
      headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' },
    })
      .then((r) => r.json())
      .then(({ Roles }) => setRoles(Roles))
      .catch(console.error);
  }, [uid]);

  const logout = async () => {
    const token = sessionStorage.getItem('token');
    await fetch(`${API}/identity/v2/auth/access_token/invalidate?apikey=${API_KEY}&access_token=${token}`); // expect: unsupported-credentials
  };

  return (
    <ul onClick={() => void logout()}>
      {roles.map((role) => (
        <li key={role} onClick={() => fetch(`${API}/identity/v2/auth/acount?apikey=${API_KEY}`)}>{role}</li> // expect: unknown-operation
      ))}
    </ul>
  );
};
