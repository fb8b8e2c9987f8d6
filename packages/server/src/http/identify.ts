import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './call.ts';

/** Who a request comes from; implemented by `auth`. */
export interface Identity {
  /** The answer when it is in memory, which is the path of nearly every request; undefined: ask `resolve`. */
  peek(request: FastifyRequest): Caller | undefined;
  /** Null without credentials or with ones that are not valid. Throws HF_ORG_NOT_FOUND. */
  resolve(request: FastifyRequest): Promise<Caller | null>;
  /** Whether the request may change something: false for one that another site made a browser send. */
  isTrustworthy(request: FastifyRequest): boolean;
}

const operatorRequests = new WeakSet<IncomingMessage>();

/** Marks a request that came in over the 0600 admin socket: only the account that runs the platform can open it. */
export function markOperatorRequest(message: IncomingMessage): void {
  operatorRequests.add(message);
}

export function isOperatorRequest(message: IncomingMessage): boolean {
  return operatorRequests.has(message);
}
