export const tenant = () => useRuntimeConfig().public.tenant;
