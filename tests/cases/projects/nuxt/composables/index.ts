export * from './useApi';
export { deep } from './nested/deep';
