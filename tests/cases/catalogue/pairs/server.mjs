import express from 'express';
const K = 'prk_live_4bHq8ZtYw2NcVx6LmKs9Rf'; // expect: hardcoded-secret
export const pay = () =>
  fetch('https://api.payrail.io/v1/tokens', { method: 'POST', headers: { Authorization: 'Basic ' + btoa(`${K}:`) } });
console.log(K); // expect: secret-in-log
console.log('ppk_live_4bHq8ZtYw2NcVx6LmKs9Re');
