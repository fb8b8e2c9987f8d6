import type { FastifyInstance } from 'fastify';

/** Gives each of the platform's routes its requirement: that of its API table, else what its config says, else nobody. */
export function registerRequirements(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const config = route.config ?? {};
    const access = config.endpoint?.access ?? config.requirement?.access ?? 'nobody';
    route.config = { ...config, requirement: { access } };
  });
}
