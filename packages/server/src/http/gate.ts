import type { FastifyRequest } from 'fastify';

/** Decides about one request. Calls `done` without an error when it may go on; then `request.caller` is set. */
export type Gate = (request: FastifyRequest, done: (error?: Error) => void) => void;

/**
 * Asks about a request that was let in before: a stream outlives the decision that opened it. Somebody who is in another
 * organisation now is refused as well: what is open speaks of the one before.
 */
export function askAgain(
  gate: Gate,
  request: FastifyRequest | undefined,
  refuse: (reason: string) => void,
): void {
  if (!request) return;
  const orgId = request.caller?.org?.id;
  gate(request, (error) => {
    if (error) refuse(error.message);
    else if (request.caller?.org?.id !== orgId) refuse('The organisation was changed.');
  });
}
