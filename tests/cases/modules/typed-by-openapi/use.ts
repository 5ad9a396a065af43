import { lr, half } from './lr';
export async function one(uid: string) {
  const { data } = await lr.GET('/identity/v2/manage/account/{uid}', { params: { path: { uid } } });
  await half.GET('/identity/v2/manage/account/{uid}', { params: { path: { uid } } }); // expect: incomplete-credentials
  await half.PUT('/identity/v2/manage/account/{uid}', { params: { path: { uid } }, body: {}, headers: { 'X-LoginRadius-ApiSecret': process.env.LR_SECRET } });
  await half.DELETE('/identity/v2/manage/account/{uid}', { params: { path: { uid }, query: { reason: 'x' } } }); // expect: incomplete-credentials
  return data;
}
