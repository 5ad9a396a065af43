import { LoginRadius } from './client';
export async function main(uid: string) {
  await LoginRadius.keyed(process.env.LR_KEY!).accounts.byId(uid).get();
  await LoginRadius.shared().accounts.byId(uid).roles();
}
