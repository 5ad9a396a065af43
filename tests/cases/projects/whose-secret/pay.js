export async function pay(stripe, res) {
  const intent = await stripe.paymentIntents.create({ amount: 1 });
  res.json({ clientSecret: intent.client_secret });
  console.log(process.env.GITHUB_CLIENT_SECRET);
  console.log(process.env.CLIENT_SECRET); // expect: secret-in-log
  return fetch('https://api.loginradius.com/identity/v2/auth/email?email=a&apikey=k');
}
