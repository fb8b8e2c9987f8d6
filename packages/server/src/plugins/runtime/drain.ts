import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { askAgain, endEventStream, type Gate, isEventStream } from '../../http/index.ts';
import { OPEN, type ServerSocket } from './sockets/server-socket.ts';

export interface RequestStats {
  /** Answers and WebSockets since the code was mounted. */
  readonly requests: number;
  /** Those that failed: 5xx, or a WebSocket whose handler threw. */
  readonly failed: number;
}

export interface EmptyOptions {
  /** What clients of streams and WebSockets are told. */
  readonly reason: string;
  /** Hears how many had to be cut off. */
  readonly onCutOff: (left: number) => void;
}

/** Knows who is inside a plugin's code, so that it is taken away only when nobody is any more. */
export interface Drain {
  enter(response: ServerResponse): void;
  /** Tells which Fastify request belongs to a response that has entered. */
  identify(request: FastifyRequest): void;
  /** A response that became a WebSocket. */
  openSocket(socket: ServerSocket, response: ServerResponse): void;
  noteFailure(): void;
  stats(): RequestStats;
  /** Ends streams and WebSockets, of one organisation or all; ordinary requests finish. */
  disconnect(reason: string, orgId?: string): void;
  /** Asks the gate again for every stream and WebSocket, and ends those that it refuses now. */
  recheck(gate: Gate): void;
  /** Ends all streams and WebSockets, waits for the requests, and cuts off what is left after 30 s. */
  empty(options: EmptyOptions): Promise<void>;
}

const LIMIT_MS = 30_000;
/** How long a client has to answer a WebSocket's close. */
const SOCKET_LIMIT_MS = 5_000;
/** A request that was busy at the first look may begin a stream after it. */
const LOOK_AGAIN_MS = 500;

/** Codes of RFC 6455: the service restarts; the policy no longer allows it. */
const SERVICE_RESTART = 1012;
const POLICY_VIOLATION = 1008;

/** A close has room for 123; a letter cut in two becomes three bytes. */
const REASON_BYTES = 120;

const fastifyRequest = Symbol('the Fastify request');
type IdentifiedMessage = IncomingMessage & { [fastifyRequest]?: FastifyRequest };

export function createDrain(): Drain {
  const responses = new Set<ServerResponse>();
  const sockets = new Map<ServerSocket, FastifyRequest | undefined>();
  let requests = 0;
  let failed = 0;
  let onEmpty: (() => void) | undefined;

  const checkEmpty = (): void => {
    if (onEmpty && responses.size === 0 && sockets.size === 0) onEmpty();
  };
  // One function for every response: a closure for each would cost as much as the rest.
  function leave(this: ServerResponse): void {
    if (!responses.delete(this)) return;
    requests += 1;
    if (this.statusCode >= 500) failed += 1;
    checkEmpty();
  }

  const endStreams = (candidates: Iterable<ServerResponse>, reason: string): void => {
    for (const response of candidates) {
      if (responses.has(response) && isEventStream(response)) endEventStream(response, reason);
    }
  };
  const closeSockets = (code: number, reason: string, orgId?: string): void => {
    for (const [socket, request] of sockets) {
      if (belongsTo(orgId, request)) closeSocket(socket, code, reason);
    }
  };

  return {
    enter: (response) => {
      responses.add(response);
      response.on('close', leave);
    },
    identify: (request) => {
      (request.raw as IdentifiedMessage)[fastifyRequest] = request;
    },
    openSocket: (socket, response) => {
      responses.delete(response);
      requests += 1;
      sockets.set(socket, findRequest(response));
      socket.on('close', () => {
        sockets.delete(socket);
        checkEmpty();
      });
    },
    noteFailure: () => {
      failed += 1;
    },
    stats: () => ({ requests, failed }),
    disconnect: (reason, orgId) => {
      const code = orgId === undefined ? SERVICE_RESTART : POLICY_VIOLATION;
      const theirs = [...responses].filter((response) => belongsTo(orgId, findRequest(response)));
      const look = (): void => {
        closeSockets(code, reason, orgId);
        endStreams(theirs, reason);
        if (theirs.some((response) => responses.has(response))) setTimeout(look, LOOK_AGAIN_MS).unref();
      };
      look();
    },
    recheck: (gate) => {
      for (const [socket, request] of sockets) {
        askAgain(gate, request, (reason) => closeSocket(socket, POLICY_VIOLATION, reason));
      }
      for (const response of responses) {
        if (isEventStream(response))
          askAgain(gate, findRequest(response), (reason) => endStreams([response], reason));
      }
    },
    empty: async ({ reason, onCutOff }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const look = (): void => {
        closeSockets(SERVICE_RESTART, reason);
        endStreams(responses, reason);
        checkEmpty();
      };
      const again = setInterval(look, LOOK_AGAIN_MS);
      const limit = setTimeout(() => {
        onCutOff(responses.size + sockets.size);
        for (const response of responses) response.destroy();
        for (const socket of sockets.keys()) socket.terminate();
        resolve();
      }, LIMIT_MS);
      look();
      await promise;
      clearInterval(again);
      clearTimeout(limit);
    },
  };
}

function findRequest(response: ServerResponse): FastifyRequest | undefined {
  return (response.req as IdentifiedMessage)[fastifyRequest];
}

/** A request of a public route is nobody's. */
function belongsTo(orgId: string | undefined, request: FastifyRequest | undefined): boolean {
  return orgId === undefined || request?.caller?.org?.id === orgId;
}

function closeSocket(socket: ServerSocket, code: number, reason: string): void {
  if (socket.readyState !== OPEN) return;
  socket.close(code, Buffer.from(reason).subarray(0, REASON_BYTES).toString());
  const limit = setTimeout(() => socket.terminate(), SOCKET_LIMIT_MS);
  socket.on('close', () => clearTimeout(limit));
}
