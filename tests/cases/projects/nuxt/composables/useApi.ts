export const useApi = (path: string, options = {}) => $fetch(path, { baseURL: 'https://api.loginradius.com', ...options });
