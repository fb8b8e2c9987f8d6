import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderSessionCookie } from './credential.ts';
import type { Origin } from './sessions.ts';

/** Where a request comes from, as sign-in records it. */
export function readOrigin(request: FastifyRequest): Origin {
  return { ip: request.ip, user_agent: request.headers['user-agent'] ?? null, request_id: request.id };
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  maxAgeSeconds: number,
): void {
  reply.header(
    'set-cookie',
    renderSessionCookie(secret, { secure: request.protocol === 'https', maxAgeSeconds }),
  );
}
