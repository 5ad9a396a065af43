'use client';
// URLs that leave a page in other ways than by a client.
import { useRouter } from 'next/navigation';
import { Linking } from 'react-native';
import { exec } from 'child_process';
import { track } from './not-here';

declare const settings: { apiSecret: string };
const MANAGE = 'https://api.loginradius.com/identity/v2/manage/account';

export function go(uid: string) {
  window.location.href = `${MANAGE}/${uid}?apikey=k&apisecret=${settings.apiSecret}`; // expect: client-secret-exposure, backend-call-in-client
  location.assign(`${MANAGE}/${uid}?apikey=k&apisecret=${settings.apiSecret}`); // expect: client-secret-exposure, backend-call-in-client
  window.open(`${MANAGE}/${uid}?apikey=k&apisecret=${settings.apiSecret}`); // expect: client-secret-exposure, backend-call-in-client
  Linking.openURL(`${MANAGE}/${uid}?apisecret=${settings.apiSecret}`); // expect: client-secret-exposure, backend-call-in-client
  navigator.sendBeacon(`${MANAGE}?apikey=k&apisecret=${settings.apiSecret}`, '{}'); // expect: client-secret-exposure, backend-call-in-client
  new EventSource(`${MANAGE}/${uid}?apisecret=${settings.apiSecret}`); // expect: client-secret-exposure, backend-call-in-client
  const picture = new Image();
  picture.src = `${MANAGE}/${uid}?apisecret=${settings.apiSecret}`; // expect: client-secret-exposure, backend-call-in-client
  const script = document.createElement('script');
  script.setAttribute('src', `${MANAGE}/${uid}?apisecret=${settings.apiSecret}`); // expect: client-secret-exposure, backend-call-in-client
  document.getElementById('frame').src = `${MANAGE}/${uid}?apisecret=${settings.apiSecret}`; // expect: client-secret-exposure, backend-call-in-client
}

export function Page({ uid }: { uid: string }) {
  const router = useRouter();
  return (
    <div>
      <img src={`${MANAGE}/${uid}?apisecret=${settings.apiSecret}`} /> // expect: client-secret-exposure, backend-call-in-client
      <a href={`${MANAGE}/${uid}?apisecret=${settings.apiSecret}`}>a</a> // expect: client-secret-exposure, backend-call-in-client
      <form method="post" action={`${MANAGE}?apisecret=${settings.apiSecret}`} /> // expect: client-secret-exposure, backend-call-in-client
      <button onClick={() => router.push(`${MANAGE}/${uid}?apisecret=${settings.apiSecret}`)} /> // expect: client-secret-exposure
      <button onClick={() => track({ to: `${MANAGE}/${uid}?apisecret=${settings.apiSecret}` })} /> // expect: client-secret-exposure
      <button onClick={() => exec(`curl -s "${MANAGE}/${uid}?apisecret=${settings.apiSecret}" | jq .`)} /> // expect: client-secret-exposure
      <button onClick={() => exec(`curl -H "X-LoginRadius-ApiSecret: ${settings.apiSecret}" ${MANAGE}/${uid}`)} /> // expect: client-secret-exposure
      <button onClick={() => spawn('curl', ['-H', `X-LoginRadius-ApiSecret: ${settings.apiSecret}`, `${MANAGE}/${uid}`])} /> // expect: client-secret-exposure
    </div>
  );
}

// No secret, another host, no way out, and what only reads.
export function stay(uid: string) {
  window.location.href = `https://acme.hub.loginradius.com/auth.aspx?action=login&apikey=k`;
  window.location.href = `https://api.example.org/identity/v2/manage/account/${uid}?apisecret=${settings.apiSecret}`;
  const picture = new Image();
  exec(`curl -H "X-LoginRadius-ApiKey: ${settings.apiKey}" ${MANAGE}/${uid}`);
  exec(`echo "X-LoginRadius-ApiSecret: ${settings.apiSecret}"`);
  picture.alt = `${MANAGE}/${uid}?apisecret=`;
  window.location.hash = uid;
  track(uid, 'identity/v2/manage/account', { apisecret: 'a label' });
  return <a href="https://www.loginradius.com/docs/api/v2?topic=apisecret">docs</a>;
}
