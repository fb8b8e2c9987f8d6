import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type { PluginSocket } from '@honeyframe/sdk/backend';

/** A WebSocket as the platform has it. */
export interface ServerSocket extends PluginSocket {
  ping(): void;
  terminate(): void;
  on(event: 'message', listener: (message: Buffer, isBinary: boolean) => void): this;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'pong', listener: () => void): this;
}

export const OPEN = 1;

/** Answers requests for WebSockets with 101, or with what is wrong with their headers. */
export interface SocketServer {
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (socket: ServerSocket) => void,
  ): void;
}

interface SocketLibrary {
  readonly WebSocketServer: new (options: {
    readonly noServer: true;
    readonly clientTracking: false;
    readonly maxPayload: number;
  }) => SocketServer;
}

/** As the body of a request. */
const MESSAGE_LIMIT = 1024 * 1024;

/** Loaded with the first plugin that has a WebSocket: the others start without it. */
export function createSocketServer(): () => SocketServer {
  let server: SocketServer | undefined;
  return () => {
    server ??= load();
    return server;
  };
}

/** `ws` comes with @fastify/websocket; that itself would wrap every route of a plugin, with WebSocket or without. */
function load(): SocketServer {
  const inPackage = createRequire(import.meta.resolve('@fastify/websocket'));
  const { WebSocketServer } = inPackage('ws') as SocketLibrary;
  return new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MESSAGE_LIMIT });
}
