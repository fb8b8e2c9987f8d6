import type { ApiTable, Endpoint, EndpointRequest, EndpointResult } from './endpoint.ts';

/** Performs one HTTP call; `fetch`, or a socket of the CLI. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

type Call<E extends Endpoint> = keyof EndpointRequest<E> extends never
  ? (request?: { signal?: AbortSignal }) => Promise<EndpointResult<E>>
  : (request: EndpointRequest<E> & { signal?: AbortSignal }) => Promise<EndpointResult<E>>;

export type ApiClient<T extends ApiTable> = { readonly [K in keyof T]: Call<T[K]> };

/** An answer that is not the expected one; carries the server's code, message and hint. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly request_id: string | undefined;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.message === 'string' ? body.message : `The server answered ${status}.`);
    this.status = status;
    this.code = typeof body.code === 'string' ? body.code : 'HF_CORE_INTERNAL';
    this.hint = typeof body.hint === 'string' ? body.hint : '';
    this.context = isRecord(body.context) ? body.context : {};
    this.request_id = typeof body.request_id === 'string' ? body.request_id : undefined;
  }
}

/** Builds one function per endpoint of a table. Throws {@link ApiError} for every answer that is not 2xx. */
export function createApiClient<T extends ApiTable>(table: T, send: Send): ApiClient<T> {
  const entries = Object.entries(table).map(([name, endpoint]) => [name, createCall(endpoint, send)]);
  return Object.fromEntries(entries) as ApiClient<T>;
}

interface LooseRequest {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function createCall(endpoint: Endpoint, send: Send) {
  return async (request: LooseRequest = {}): Promise<unknown> => {
    const response = await send(buildPath(endpoint.path, request), buildInit(endpoint, request));
    if (!response.ok) throw new ApiError(response.status, await readBody(response));
    if (endpoint.output === 'raw') return response;
    return endpoint.output.parse(response.status === 204 ? undefined : await response.json());
  };
}

function buildInit(endpoint: Endpoint, request: LooseRequest): RequestInit {
  const init: RequestInit = { method: endpoint.method };
  if (request.signal) init.signal = request.signal;
  if (request.body === undefined) return init;
  return { ...init, body: JSON.stringify(request.body), headers: { 'content-type': 'application/json' } };
}

/** Fills `:name` parameters and appends the query; a parameter without a value is a mistake of the caller. */
export function buildPath(template: string, request: Pick<LooseRequest, 'params' | 'query'>): string {
  const path = template.replace(/:([a-z_]+)/g, (_, name: string) => {
    const value = request.params?.[name];
    // A mistake of the calling code; the error catalogue stays out of the browser this way.
    if (value === undefined) throw new TypeError(`The parameter '${name}' of ${template} is missing.`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

async function readBody(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => ({}));
  return isRecord(body) ? body : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
