import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PlatformError } from '@honeyframe/contract';
import type { PluginSocket } from '@honeyframe/sdk/backend';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createUpgradeResponse } from '../../../http/index.ts';
import type { Drain } from '../drain.ts';
import { keepBeating } from './heartbeat.ts';
import type { ServerSocket, SocketServer } from './server-socket.ts';

export interface SocketRoutesOptions {
  readonly drain: Drain;
  readonly openServer: () => SocketServer;
}

/** The connections that wait for a route to take them over. */
export interface SocketRoutes {
  /** @returns a response with which the request goes through Fastify, gate first, like every other one. */
  admit(request: IncomingMessage, socket: Duplex, head: Buffer): ServerResponse;
}

type SocketHandler = (socket: PluginSocket, request: FastifyRequest) => void | Promise<void>;

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

const FAILED = 1011;

/** Makes routes with `websocket: true` take over connections. */
export function watchSocketRoutes(
  app: FastifyInstance,
  { drain, openServer }: SocketRoutesOptions,
): SocketRoutes {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();

  const run = async (
    handler: SocketHandler,
    socket: ServerSocket,
    request: FastifyRequest,
  ): Promise<void> => {
    socket.on('error', (error) => request.log.debug({ err: error }, 'a WebSocket broke'));
    try {
      await handler(socket, request);
    } catch (error) {
      drain.noteFailure();
      request.log.error({ err: error }, 'the handler of a WebSocket failed');
      socket.close(FAILED);
    }
  };

  const open = (handler: SocketHandler, request: FastifyRequest, reply: FastifyReply): void => {
    const upgrade = upgrades.get(request.raw);
    if (!upgrade) {
      reply.header('upgrade', 'websocket');
      throw new PlatformError('HF_CORE_UPGRADE_REQUIRED', { what: request.routeOptions.url });
    }
    reply.hijack();
    openServer().handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      reply.raw.detachSocket(upgrade.socket as NonNullable<ServerResponse['socket']>);
      drain.openSocket(socket, reply.raw);
      keepBeating(socket);
      void run(handler, socket, request);
    });
  };

  app.addHook('onRoute', (route) => {
    if (!('websocket' in route) || route.websocket !== true) return;
    if (route.method !== 'GET')
      throw new Error(`${route.method} ${route.url} cannot be a WebSocket: they begin with GET`);
    const handler = route.handler as unknown as SocketHandler;
    route.handler = (request, reply) => open(handler, request, reply);
  });

  return {
    admit: (request, socket, head) => {
      upgrades.set(request, { socket, head });
      return createUpgradeResponse(request, socket);
    },
  };
}
