const webpack = require('webpack');

module.exports = [
  { name: 'page', entry: './src/page.js', plugins: [new webpack.DefinePlugin({ VERSION: '1' })] },
  {
    name: 'admin',
    entry: { admin: './src/admin.js' },
    plugins: [
      new webpack.DefinePlugin({
        LOGINRADIUS_API_SECRET: JSON.stringify(process.env.LOGINRADIUS_API_SECRET), // expect: public-env-secret
      }),
    ],
  },
  {
    name: 'server',
    target: 'node',
    entry: './server/main.js',
    plugins: [new webpack.DefinePlugin({ LOGINRADIUS_M2M_TOKEN: JSON.stringify(process.env.LOGINRADIUS_M2M_TOKEN) })],
  },
];
