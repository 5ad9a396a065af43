import * as esbuild from 'esbuild';

await esbuild.build({
  entryPoints: ['src/page.js'],
  platform: 'browser',
  bundle: true,
  define: {
    LOGINRADIUS_API_SECRET: JSON.stringify(process.env.LOGINRADIUS_API_SECRET), // expect: public-env-secret
  },
});
await esbuild.build({
  entryPoints: ['src/worker.js'],
  platform: 'node',
  bundle: true,
  define: { LOGINRADIUS_M2M_TOKEN: JSON.stringify(process.env.LOGINRADIUS_M2M_TOKEN) },
});
await esbuild.build({ entryPoints: ['src/other.js'], bundle: true, define: { VERSION: '1' } });
