import type { ApiError } from '@honeyframe/contract/api';
import { useEffect, useState } from 'react';
import { isNotBuilt } from '../ui/feedback/is-not-built.ts';
import { type PluginQueryOptions, usePluginQuery } from './plugin-query.ts';

const ASK_AGAIN_MS = 5000;

/** What {@link usePluginTables} knows of an answer. */
export interface PluginTables<T> {
  readonly data: T | undefined;
  /** The tables have not been built for the first time yet: show `PreparingState`. */
  readonly preparing: boolean;
  /** Any other failure. */
  readonly error: ApiError | undefined;
  readonly isFetching: boolean;
  readonly retry: () => void;
}

/**
 * Reads one of the plugin's own routes whose answer comes from dbt tables. Before their first build, when the route
 * fails with HF_WAREHOUSE_NOT_BUILT, `preparing` is true, and the route is asked again every 5 seconds until they are there.
 *
 * @example
 * const { data, error, preparing, retry } = usePluginTables<Kpis>('/kpis');
 * if (preparing) return <PreparingState size="inline" />;
 * if (error) return <ErrorState error={error} onRetry={retry} />;
 */
export function usePluginTables<T>(path: string, options: PluginQueryOptions<T> = {}): PluginTables<T> {
  const [waiting, setWaiting] = useState(false);
  const query = usePluginQuery<T>(path, waiting ? { ...options, refetchInterval: ASK_AGAIN_MS } : options);
  const { data, error, isFetching, refetch } = query;
  const notBuilt = isNotBuilt(error);
  useEffect(() => {
    if (notBuilt) setWaiting(true);
    else if (data || error) setWaiting(false);
  }, [notBuilt, data, error]);
  return {
    data,
    // While the tables are awaited the query fails and starts over; the page should not flicker with it.
    preparing: !data && (notBuilt || (waiting && !error)),
    error: notBuilt ? undefined : (error ?? undefined),
    isFetching,
    retry: () => void refetch(),
  };
}
