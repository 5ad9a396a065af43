// A project's own outranks what is built in.
export const useFetch = (path: string) => $fetch('https://shop.example.com' + path);
