'use client';
import { LoginRadius } from 'loginradius-sdk';

const client = new LoginRadius({ apiKey: '5f0d', apiSecret: process.env.NEXT_PUBLIC_LR_SECRET }); // expect: public-env-secret
const browser = new LoginRadiusV2({ apiKey: '5f0d', apiSecret: 's3cr3t-0f-th3-h0us3-1' }); // expect: client-secret-exposure, hardcoded-secret

export function Panel() {
  return <button onClick={() => client.roles.getAllTenantRoles()}>roles</button>; // expect: backend-call-in-client
}
