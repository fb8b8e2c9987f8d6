import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  /** Throws while the database does not answer. */
  readonly pingDatabase: () => Promise<unknown>;
  /** Whether every plugin has been started or given up. */
  readonly hasStarted: () => boolean;
}

const config = { requirement: { access: 'public' as const } };

/** `/healthz`: the process answers. `/readyz`: it can serve everything that it has. */
export function bindHealthRoutes(app: FastifyInstance, { pingDatabase, hasStarted }: HealthOptions): void {
  app.get('/healthz', { config }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config }, async (request, reply) => {
    const database = await pingDatabase().then(
      () => 'ok',
      (error: unknown) => {
        request.log.warn({ err: error }, 'the database does not answer');
        return 'unreachable';
      },
    );
    const plugins = hasStarted() ? 'ok' : 'starting';
    const ready = database === 'ok' && plugins === 'ok';
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', database, plugins });
  });
}
