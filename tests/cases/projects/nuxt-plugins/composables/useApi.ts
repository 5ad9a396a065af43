export const useApi = (path: string, options = {}) => useFetch(path, { ...options, $fetch: useNuxtApp().$api });
export const useShop = (path: string, options = {}) => useFetch(path, { ...options, $fetch: useNuxtApp().$shop });
export const useOther = (path: string, options = {}) => useFetch(path, { ...options, $fetch: useNuxtApp().$none });
