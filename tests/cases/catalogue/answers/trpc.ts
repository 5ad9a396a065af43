import { TRPCError, initTRPC } from '@trpc/server';

const t = initTRPC.create();
const secret = process.env.LOGINRADIUS_API_SECRET;
export const appRouter = t.router({
  a: t.procedure.query(() => secret), // expect: secret-in-log
  b: t.procedure.input((x) => x).mutation(async () => ({ secret })), // expect: secret-in-log
  c: t.procedure.query(() => {
    throw new TRPCError({ code: 'BAD_REQUEST', message: `no ${secret}` }); // expect: secret-in-log
  }),
  d: t.procedure.query(() => ({ isSet: Boolean(secret) })),
});
