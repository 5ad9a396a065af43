const headers = { 'X-LoginRadius-ApiKey': process.env.LR_API_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET };

export async function sync() {
  await fetch('https://api.loginradius.com/identity/v2/manage/account?email=a@b.example', { headers }); // expect: prefer-m2m
  await fetch('https://api.loginradius.com/identity/v2/manage/account?email=b@b.example', { headers });
}
