import type { QualityTest } from '@honeyframe/contract/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dbtRunDetailsClient, qualityClient } from '../../api/clients.ts';

export const PAGE_SIZE = 50;
const REFETCH_MS = 30_000;
const HISTORY = 100;

export function useQualityQuery() {
  return useQuery({
    queryKey: ['dbt', 'quality'],
    queryFn: ({ signal }) => qualityClient.getQuality({ signal }),
    refetchInterval: REFETCH_MS,
  });
}

export interface TestFilter {
  readonly workspace: string;
  readonly state: string;
  readonly search: string;
  readonly page: number;
}

export function useTestsQuery({ workspace, state, search, page }: TestFilter) {
  return useQuery({
    queryKey: ['dbt', 'quality', 'tests', workspace, state, search, page],
    queryFn: ({ signal }) =>
      qualityClient.listQualityTests({
        query: {
          page,
          page_size: PAGE_SIZE,
          ...(workspace && { workspace }),
          ...(state && { state: state as QualityTest['state'] }),
          ...(search && { search }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
}

/** How one check ended over time, newest first. */
export function useTestHistoryQuery({ workspace, unique_id }: Pick<QualityTest, 'workspace' | 'unique_id'>) {
  return useQuery({
    queryKey: ['dbt', 'quality', 'history', workspace, unique_id],
    queryFn: ({ signal }) =>
      dbtRunDetailsClient.listTestResults({ query: { workspace, unique_id, limit: HISTORY }, signal }),
    select: ({ results }) => results,
  });
}

/** Rows that a check found in one build. */
export function useFailingRowsQuery(run_id: string, unique_id: string) {
  return useQuery({
    queryKey: ['dbt', 'run', run_id, 'node', unique_id],
    queryFn: ({ signal }) =>
      dbtRunDetailsClient.getNode({ params: { id: run_id }, query: { unique_id }, signal }),
  });
}
