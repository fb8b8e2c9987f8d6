import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type CreateInstanceOptions, createInstance } from './create-instance.ts';
import type { Dispatch } from './dispatch.ts';
import { markOperatorRequest } from './identify.ts';
import { registerRequirements } from './register-requirements.ts';

export interface HttpServerOptions extends Omit<CreateInstanceOptions, 'plugin' | 'serverFactory'> {
  readonly dispatch: Dispatch;
}

/** The platform's own Fastify instance, and the door in front of it and of every plugin's. */
export interface HttpServer {
  readonly app: FastifyInstance;
  /** A second server on the same door whose requests count as the operator's. */
  createOperatorServer(): Server;
}

export function createHttpServer({ dispatch, ...options }: HttpServerOptions): HttpServer {
  const app = createInstance({
    ...options,
    serverFactory: (handler) => {
      dispatch.setFallback(handler);
      return createServer(dispatch.handle);
    },
  });
  registerRequirements(app);
  return {
    app,
    createOperatorServer: () =>
      createServer((request, response) => {
        markOperatorRequest(request);
        dispatch.handle(request, response);
      }),
  };
}
