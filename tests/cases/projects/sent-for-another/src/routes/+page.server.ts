import { PUBLIC_LR_KEY, PUBLIC_LR_API_SECRET } from '$env/static/public';
export const load = () =>
  fetch('https://api.loginradius.com/identity/v2/manage/account/1', {
    headers: {
      'X-LoginRadius-ApiKey': PUBLIC_LR_API_SECRET, // expect: misplaced-credential, public-env-secret
      'X-LoginRadius-ApiSecret': PUBLIC_LR_KEY, // expect: misplaced-credential
    },
  });
