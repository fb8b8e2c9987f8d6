import { ApiError, type QueryValues, usePluginQuery } from '@honeyframe/sdk/frontend';
import { useEffect, useState } from 'react';
import type { Costs } from '../../backend/schemas/costs.ts';

const ASK_AGAIN_MS = 5000;

/** Costs for a filter; `preparing` is true until the tables have been built for the first time. */
export function useCosts(query: QueryValues) {
  const [waiting, setWaiting] = useState(false);
  const costs = usePluginQuery<Costs>('/costs', {
    query,
    keepPrevious: true,
    refetchInterval: waiting ? ASK_AGAIN_MS : false,
  });
  const { data, error, isFetching, refetch } = costs;
  const notBuilt = error instanceof ApiError && error.code === 'HF_WAREHOUSE_NOT_BUILT';
  useEffect(() => {
    if (notBuilt) setWaiting(true);
    else if (data || error) setWaiting(false);
  }, [notBuilt, data, error]);
  return {
    data,
    preparing: !data && (notBuilt || (waiting && !error)),
    error: notBuilt ? undefined : (error ?? undefined),
    isFetching,
    retry: () => void refetch(),
  };
}
