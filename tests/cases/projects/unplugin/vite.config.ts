import vue from '@vitejs/plugin-vue';
import AutoImport from 'unplugin-auto-import/vite';

export default defineConfig({
  plugins: [
    vue(),
    AutoImport({ imports: ['vue', { axios: [['default', 'http']] }], dirs: ['./src/api', 'src/hooks/**'], dts: true }),
    Other({ dirs: ['src/other'] }),
  ],
});
