namespace Settings {
  export const base = 'https://api.loginradius.com';
  export namespace Keys { export const key = process.env.LR_KEY!; export const secret = process.env.LR_SECRET!; }
}
export = Settings;
