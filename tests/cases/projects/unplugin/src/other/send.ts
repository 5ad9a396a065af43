export const send = (path) => client.get(path);
