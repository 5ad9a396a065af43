// Where there is `app`, this is no folder of the framework.
export const old = (path: string) => $fetch(url(path));
