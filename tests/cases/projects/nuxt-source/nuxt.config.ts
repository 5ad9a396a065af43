export default defineNuxtConfig({ srcDir: 'client/' });
