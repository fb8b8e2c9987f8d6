import { ApiError } from '@honeyframe/contract/api';
import { send } from './send.ts';

/** Values of a query; undefined, null and empty ones are left out, arrays repeat the name. */
export type QueryValues = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>
>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface JsonRequest {
  readonly method?: Method;
  readonly query?: QueryValues;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Calls an address that answers JSON. Throws `ApiError` for everything that is not 2xx. */
export async function requestJson(path: string, request: JsonRequest = {}): Promise<unknown> {
  const response = await send(appendQuery(path, request.query), toInit(request));
  if (!response.ok) throw new ApiError(response.status, await readRecord(response));
  return response.status === 204 ? undefined : response.json();
}

function toInit({ method = 'GET', body, signal }: JsonRequest): RequestInit {
  const init: RequestInit = signal ? { method, signal } : { method };
  if (body === undefined) return init;
  return { ...init, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** Appends a query to an address. */
export function appendQuery(path: string, values: QueryValues = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

async function readRecord(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => ({}));
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
