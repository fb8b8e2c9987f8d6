import { ApiError, type PluginQueryOptions, usePluginQuery } from '@honeyframe/sdk/frontend';
import { useEffect, useState } from 'react';

const ASK_AGAIN_MS = 5000;

/**
 * Reads a route whose answer comes from the dbt tables. Before their first build `preparing` is true, and the route is
 * asked again until they are there.
 */
export function useTables<T>(path: string, options: PluginQueryOptions<T> = {}) {
  const [waiting, setWaiting] = useState(false);
  const query = usePluginQuery<T>(path, { ...options, refetchInterval: waiting ? ASK_AGAIN_MS : false });
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

function isNotBuilt(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'HF_WAREHOUSE_NOT_BUILT';
}
