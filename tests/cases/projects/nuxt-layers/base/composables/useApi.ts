export const useApi = (path: string) => $fetch(path, { baseURL: 'https://api.loginradius.com' });
export const useShop = (path: string) => $fetch(path, { baseURL: 'https://api.loginradius.com' });
