export default defineNuxtPlugin({
  name: 'shop',
  setup() {
    const shop = $fetch.create({ baseURL: 'https://shop.example.com' });
    return { provide: { shop } };
  },
});
