export type Ctx = { url: string; init: { method: string; headers: Record<string, string> } };
export type Next = (ctx: Ctx) => Promise<Response>;
export type Middleware = (ctx: Ctx, next: Next) => Promise<Response>;
export function compose(middlewares: Middleware[], last: Next): Next {
  return middlewares.reduceRight<Next>((next, middleware) => (ctx) => middleware(ctx, next), last);
}
