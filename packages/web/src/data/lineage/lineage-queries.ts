import type { Lineage } from '@honeyframe/contract/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dbtCatalogueClient } from '../../api/clients.ts';

const UNSETTLED_MS = 2_000;
const BUILDING_MS = 5_000;
const QUIET_MS = 30_000;

interface LineageScope {
  /** All workspaces where it is empty. */
  readonly workspace: string;
  readonly withTests: boolean;
}

/** What comes from what. Asked for again soon while the server works on better places, or something is built. */
export function useLineageQuery({ workspace, withTests }: LineageScope) {
  return useQuery({
    queryKey: ['dbt', 'lineage', workspace, withTests],
    queryFn: ({ signal }) =>
      dbtCatalogueClient.getLineage({
        query: { ...(workspace && { workspace }), ...(withTests && { tests: 'true' }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => toInterval(data),
  });
}

function toInterval(data: Lineage | undefined): number {
  if (data?.is_settled === false) return UNSETTLED_MS;
  return data?.nodes.some(({ state }) => state === 'running') ? BUILDING_MS : QUIET_MS;
}
