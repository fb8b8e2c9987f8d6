import { PlatformError } from '@honeyframe/contract';
import type { ApiTable, Endpoint, EndpointInput, EndpointOutput } from '@honeyframe/contract/api';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Call, Caller } from './call.ts';

type Answer<E extends Endpoint> = EndpointOutput<E> | Promise<EndpointOutput<E>>;

/** One handler per endpoint of a table; a missing one is a type error. */
export type Handlers<T extends ApiTable> = {
  readonly [K in keyof T]: (input: EndpointInput<T[K]>, call: Call) => Answer<T[K]>;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The endpoint that a platform route was bound from; the access check and the documents read it. */
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    /** Decided by the first hook; null on public routes without credentials. */
    caller: Caller | null;
  }
}

/** Binds a table's endpoints to handlers: validation of input and output from the table, access by its `access`. */
export function bindApi<T extends ApiTable>(app: FastifyInstance, table: T, handlers: Handlers<T>): void {
  for (const [name, endpoint] of Object.entries(table)) {
    app.route(createRoute(endpoint, handlers[name] as LooseHandler));
  }
}

type LooseHandler = (input: EndpointInput<Endpoint>, call: Call) => unknown;

function createRoute(endpoint: Endpoint, handler: LooseHandler): RouteOptions {
  const schema: Record<string, unknown> = {};
  if (endpoint.params) schema.params = endpoint.params;
  if (endpoint.query) schema.querystring = endpoint.query;
  if (endpoint.body) schema.body = endpoint.body;
  if (endpoint.output !== 'raw') schema.response = { '2xx': endpoint.output };
  return {
    method: endpoint.method,
    url: endpoint.path,
    schema,
    config: { endpoint },
    handler: async (request, reply) => {
      const input = { params: request.params, query: request.query, body: request.body };
      const answer = await handler(input as EndpointInput<Endpoint>, createCall(request, reply));
      // A raw handler has written the response itself, or handed a stream to reply.send().
      return endpoint.output === 'raw' ? reply : answer;
    },
  };
}

function createCall(request: FastifyRequest, reply: FastifyReply): Call {
  return {
    request,
    reply,
    log: request.log,
    get caller() {
      if (!request.caller) throw new PlatformError('HF_AUTH_REQUIRED');
      return request.caller;
    },
    get user() {
      return this.caller.user;
    },
    get org() {
      if (!this.caller.org) throw new PlatformError('HF_ORG_REQUIRED');
      return this.caller.org;
    },
  };
}
