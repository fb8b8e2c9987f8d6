import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type CreateInstanceOptions, createInstance } from './create-instance.ts';
import type { Dispatch } from './dispatch.ts';
import { markOperatorRequest } from './identify.ts';
import { registerRequirements } from './register-requirements.ts';
import { asksForWebSocket } from './upgrade-response.ts';

export interface HttpServerOptions extends Omit<CreateInstanceOptions, 'plugin' | 'serverFactory'> {
  readonly dispatch: Dispatch;
}

// Files of an import can take long over a slow line: as long as an upload lives. Node's five minutes for a whole request
// would cut them off; its minute for the headers still keeps slow attackers out.
const REQUEST_TIMEOUT_MS = 60 * 60_000;

// Fastify's default, which its own server would have had: longer than proxies keep an idle connection, so that none sends a
// request into one that closes. Node's is five seconds.
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** The platform's own Fastify instance, and the door in front of it and of every plugin's. */
export interface HttpServer {
  readonly app: FastifyInstance;
  /** A second server on the same door whose requests count as the operator's. */
  createOperatorServer(): Server;
  /** Lets running requests finish, up to a limit. */
  close(): Promise<void>;
}

// Longer than any ordinary request; a client that never ends must not keep the platform from stopping.
const CLOSE_LIMIT_MS = 20_000;
/** Node closes the connections that are idle at first, not those that become so. */
const CLOSE_IDLE_MS = 100;

export function createHttpServer({ dispatch, ...options }: HttpServerOptions): HttpServer {
  const upgraded = new Set<Duplex>();
  const app = createInstance({
    ...options,
    serverFactory: (handler) => {
      dispatch.setFallback(handler);
      return createServer(
        {
          requestTimeout: REQUEST_TIMEOUT_MS,
          keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
          shouldUpgradeCallback: asksForWebSocket,
        },
        dispatch.handle,
      ).on('upgrade', (request, socket, head) => {
        upgraded.add(socket);
        socket.on('close', () => upgraded.delete(socket));
        // Node takes its own listener away before it hands out the socket.
        socket.on('error', () => socket.destroy());
        dispatch.handleUpgrade(request, socket, head);
      });
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
    close: async () => {
      const idle = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_MS);
      const limit = setTimeout(() => {
        app.server.closeAllConnections();
        // Node no longer counts those that became WebSockets.
        for (const socket of upgraded) socket.destroy();
      }, CLOSE_LIMIT_MS);
      await app.close();
      clearInterval(idle);
      clearTimeout(limit);
    },
  };
}
