import type { FastifyRequest } from 'fastify';

/** Decides about one request. Calls `done` without an error when it may go on; then `request.caller` is set. */
export type Gate = (request: FastifyRequest, done: (error?: Error) => void) => void;
