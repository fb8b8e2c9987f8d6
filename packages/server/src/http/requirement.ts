import type { EndpointAccess } from '@honeyframe/contract/api';
import type { FastifyRequest } from 'fastify';

/** What a route asks of its caller. Worked out once when the route is registered, not on each request. */
export interface Requirement {
  /** `nobody` refuses everybody: a route that names no permission. */
  readonly access: EndpointAccess | 'nobody';
  /** Reads the id of the object that the permission is checked for. */
  readonly target?: (request: FastifyRequest) => string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    requirement?: Requirement;
  }
}

/** `params.id` → reads that parameter. */
export function readTarget(target: string): (request: FastifyRequest) => string | undefined {
  const [place, name = ''] = target.split('.');
  return (request) => {
    const source = (place === 'query' ? request.query : request.params) as
      | Record<string, unknown>
      | undefined;
    const value = source?.[name];
    return typeof value === 'string' ? value : undefined;
  };
}
