export function accounts(path: string) {
  return useApi('/v2/manage/' + path);
}
