// It stands in place of the layer's.
export const useShop = (path: string) => $fetch(path, { baseURL: 'https://shop.example.com' });
