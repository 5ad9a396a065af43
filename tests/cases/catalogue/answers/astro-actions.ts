import { ActionError, defineAction } from 'astro:actions';
import { z } from 'astro:schema';

const secret = import.meta.env.LOGINRADIUS_API_SECRET;
export const server = {
  one: defineAction({ input: z.object({}), handler: async (input, context) => ({ secret }) }), // expect: secret-in-log
  two: defineAction({
    accept: 'form',
    handler: async () => {
      return `it is ${secret}`; // expect: secret-in-log
    },
  }),
  three: defineAction({
    handler: async () => {
      throw new ActionError({ code: 'BAD_REQUEST', message: secret }); // expect: secret-in-log
    },
  }),
  four: defineAction({ handler: async () => ({ isSet: Boolean(secret) }) }),
};
