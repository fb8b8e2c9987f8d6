import { type QueryValues, usePluginTables } from '@honeyframe/sdk/frontend';

interface PagedRowsOptions {
  /** The page's number as it stands in the address. */
  readonly page: string;
  readonly pageSize: number;
  readonly onPage: (page: string) => void;
  /** Search, filters, order. */
  readonly query?: QueryValues;
}

/** A list of which the server answers a page: the answer, and what a `DataTable` needs to know of it. */
export function usePagedRows<Answer extends { readonly rows: readonly unknown[]; readonly total: number }>(
  path: string,
  { page: shown, pageSize, onPage, query }: PagedRowsOptions,
) {
  const page = Number(shown) || 1;
  const { data, error, isFetching, preparing, retry } = usePluginTables<Answer>(path, {
    query: { ...query, page, page_size: pageSize },
    keepPrevious: true,
  });
  const rows: Answer['rows'] | undefined = data?.rows;
  return {
    data,
    preparing,
    table: {
      rows,
      loading: isFetching,
      error,
      onRetry: retry,
      paging: { page, pageSize, total: data?.total, onPage: (next: number) => onPage(`${next}`) },
    },
  };
}
