export default defineNuxtConfig({
  imports: { dirs: ['~/services', 'features/**'], imports: [{ name: 'get', as: 'fetchJson', from: './lib/json' }] },
});
