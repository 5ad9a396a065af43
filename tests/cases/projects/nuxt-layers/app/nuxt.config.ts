export default defineNuxtConfig({ extends: ['../base'] });
