import { type DatasetKind, datasetKindSchema } from '@honeyframe/contract/api';
import { parseSort } from '@honeyframe/sdk/ui/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dbtCatalogueClient } from '../../api/clients.ts';

export const PAGE_SIZE = 50;
const QUIET_MS = 30_000;
const sortKeys = ['name', 'data_as_of', 'row_count', 'state'] as const;

export interface DatasetFilter {
  readonly search: string;
  readonly workspace: string;
  readonly kind: string;
  /** `name`, or `-name` for the other way round. */
  readonly sort: string;
  readonly page: string;
}

/** What the organisation's workspaces build or read, a page of it. */
export function useDatasetsQuery(filter: DatasetFilter) {
  const query = toQuery(filter);
  return useQuery({
    queryKey: ['dbt', 'datasets', query],
    queryFn: ({ signal }) => dbtCatalogueClient.listDatasets({ query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: QUIET_MS,
  });
}

// The address is anybody's to write: what no server understands is left out.
function toQuery({ search, workspace, kind, sort, page }: DatasetFilter) {
  const order = parseSort(sort);
  const known = datasetKindSchema.safeParse(kind).data as DatasetKind | undefined;
  return {
    page: Math.max(1, Number(page) || 1),
    page_size: PAGE_SIZE,
    sort: sortKeys.find((key) => key === order?.key) ?? 'name',
    direction: order?.direction ?? ('asc' as const),
    ...(search && { search }),
    ...(workspace && { workspace }),
    ...(known && { kind: known }),
  };
}

/** One dataset with its columns, checks, SQL and neighbours. */
export function useDatasetQuery(id: string) {
  return useQuery({
    queryKey: ['dbt', 'dataset', id],
    queryFn: ({ signal }) => dbtCatalogueClient.getDataset({ params: { id }, signal }),
    refetchInterval: QUIET_MS,
  });
}

/** Its first rows. Every look is recorded, so it is asked for once and not again behind the reader's back. */
export function usePreviewQuery(id: string) {
  return useQuery({
    queryKey: ['dbt', 'preview', id],
    queryFn: ({ signal }) => dbtCatalogueClient.previewDataset({ params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}
