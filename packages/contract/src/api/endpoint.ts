import type { z } from 'zod';
import type { PlatformPermission } from '../access/platform-permissions.ts';
import type { ProblemCode } from '../errors/catalogue/index.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call an endpoint: anybody, anybody signed in (even before the forced change of a password),
 * a member of the organisation, a superadmin, or a holder of a platform permission in the organisation.
 */
export type EndpointAccess = 'public' | 'signed_in' | 'member' | 'superadmin' | PlatformPermission;

/** One row of an API table. The server binds a handler to it; browser and CLI build their client from it. */
export interface Endpoint {
  readonly method: HttpMethod;
  /** Path with `:name` parameters, as Fastify writes them. */
  readonly path: `/${string}`;
  readonly access: EndpointAccess;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** `raw` for bodies and answers that are no JSON: a file, an event stream. */
  readonly output: z.ZodType | 'raw';
  /** `raw`: the body is a stream of bytes, not JSON. */
  readonly input?: 'raw';
  readonly errors?: readonly ProblemCode[];
}

export type ApiTable = Readonly<Record<string, Endpoint>>;

/** Checks an API table and keeps its exact type. */
export function defineApi<const T extends ApiTable>(table: T): T {
  return table;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Sent<S> = S extends z.ZodType ? z.input<S> : undefined;
type OmitUndefined<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] };
type Field<E, K extends string> = E extends Record<K, infer S> ? S : undefined;

/** What a handler receives: validated parts. */
export interface EndpointInput<E extends Endpoint> {
  readonly params: Parsed<Field<E, 'params'>>;
  readonly query: Parsed<Field<E, 'query'>>;
  readonly body: Parsed<Field<E, 'body'>>;
}

/** What a caller sends: only the parts that the endpoint has. */
export type EndpointRequest<E extends Endpoint> = OmitUndefined<{
  readonly params: Sent<Field<E, 'params'>>;
  readonly query: Sent<Field<E, 'query'>>;
  readonly body: Sent<Field<E, 'body'>>;
}>;

/** What an endpoint answers; `undefined` for raw ones, which write the response themselves. */
export type EndpointOutput<E extends Endpoint> = E['output'] extends z.ZodType
  ? z.input<E['output']>
  : undefined;

/** What a caller gets back. */
export type EndpointResult<E extends Endpoint> = E['output'] extends z.ZodType
  ? z.output<E['output']>
  : Response;
