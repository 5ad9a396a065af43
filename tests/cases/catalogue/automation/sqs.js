const { Consumer } = require('sqs-consumer');
Consumer.create({ handleMessage: async () => {
  await fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiKey': process.env.KEY, 'X-LoginRadius-ApiSecret': process.env.SECRET } }); // expect: prefer-m2m
} }).start();
