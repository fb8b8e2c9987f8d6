import { type Router, z } from '@honeyframe/sdk/backend';

const pong = z.object({ message: z.string(), user: z.string(), org: z.string() });

export const router: Router = async (app) => {
  app.get(
    '/ping',
    { config: { permission: 'demo.ping' }, schema: { response: { 200: pong } } },
    async (request) => ({
      message: 'pong',
      user: request.ctx.user.email,
      org: request.ctx.org.slug,
    }),
  );
};
