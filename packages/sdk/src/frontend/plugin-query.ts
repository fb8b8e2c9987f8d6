import type { ApiError } from '@honeyframe/contract/api';
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { ZodType } from 'zod';
import { usePlugin } from './plugin-context.tsx';
import { appendQuery, type Method, type QueryValues, requestJson } from './request-json.ts';

export interface PluginQueryOptions<T> {
  readonly query?: QueryValues;
  /** Checks and types the answer; without it the type is taken on trust. */
  readonly schema?: ZodType<T>;
  /** False: do not ask yet. */
  readonly enabled?: boolean;
  /** Ask again every so many milliseconds. */
  readonly refetchInterval?: number | false;
  /** Show the previous answer while the next one loads, as lists with pages want it. */
  readonly keepPrevious?: boolean;
}

/**
 * Reads one of the plugin's own routes; `path` is relative to `/api/<slug>`.
 *
 * @example
 * const patients = usePluginQuery<PatientPage>('/patients', { query: { search, page }, keepPrevious: true });
 */
export function usePluginQuery<T>(
  path: string,
  options: PluginQueryOptions<T> = {},
): UseQueryResult<T, ApiError> {
  const { slug, api } = usePlugin();
  const { query, schema, enabled = true, refetchInterval = false, keepPrevious = false } = options;
  return useQuery<T, ApiError>({
    queryKey: pluginQueryKey(slug, path, query),
    queryFn: async ({ signal }) => {
      const answer = await requestJson(api + path, query ? { query, signal } : { signal });
      return schema ? schema.parse(answer) : (answer as T);
    },
    enabled,
    refetchInterval,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

function pluginQueryKey(slug: string, path: string, query?: QueryValues) {
  return query ? ['plugin', slug, path, query] : ['plugin', slug, path];
}

export interface PluginMutationOptions<T, Body> {
  /** `POST` where it is left out. */
  readonly method?: Exclude<Method, 'GET'>;
  /** Paths whose answers this change makes stale; everything below them too. Left out: all of the plugin's. */
  readonly invalidates?: readonly string[];
  readonly onSuccess?: (answer: T, body: Body) => void;
  readonly onError?: (error: ApiError) => void;
}

/**
 * Changes something through one of the plugin's own routes. `path` is relative to `/api/<slug>`, or made from the body.
 *
 * @example
 * const addNote = usePluginMutation<Note, { text: string }>(`/patients/${id}/notes`, { onSuccess: close });
 * addNote.mutate({ text });
 */
export function usePluginMutation<T = unknown, Body = void>(
  path: string | ((body: Body) => string),
  options: PluginMutationOptions<T, Body> = {},
): UseMutationResult<T, ApiError, Body> {
  const { slug, api } = usePlugin();
  const client = useQueryClient();
  const { method = 'POST', invalidates, onSuccess, onError } = options;
  return useMutation<T, ApiError, Body>({
    mutationFn: async (body) => {
      const target = typeof path === 'function' ? path(body) : path;
      return (await requestJson(api + target, { method, body: toBody(method, body) })) as T;
    },
    onSuccess: async (answer, body) => {
      onSuccess?.(answer, body);
      await client.invalidateQueries({ predicate: ({ queryKey }) => isStale(queryKey, slug, invalidates) });
    },
    ...(onError ? { onError } : {}),
  });
}

// A server refuses a JSON request without a body; a change without one sends an empty object.
function toBody(method: Method, body: unknown): unknown {
  return body === undefined && method !== 'DELETE' ? {} : body;
}

function isStale(key: readonly unknown[], slug: string, paths: readonly string[] | undefined): boolean {
  const [area, owner, path] = key;
  if (area !== 'plugin' || owner !== slug) return false;
  return paths === undefined || paths.some((prefix) => typeof path === 'string' && path.startsWith(prefix));
}

/** Address of one of the plugin's routes, for a download or an image. */
export function usePluginUrl(): (path: string, query?: QueryValues) => string {
  const { api } = usePlugin();
  return (path, query) => appendQuery(api + path, query);
}
