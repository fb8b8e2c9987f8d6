import { type AuditGroup, auditApi, auditGroups, buildPath } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { auditClient } from '../api/clients.ts';
import { resolveRange } from './time-range.ts';

const PAGE_SIZE = 50;

const noFilter = {
  scope: 'org',
  q: '',
  actor: '',
  group: '',
  plugin: '',
  target_type: '',
  target_id: '',
  range: '',
  from: '',
  to: '',
};
export type ActivityFilter = Readonly<typeof noFilter>;

/** What is looked for, and the event that is open; all of it in the address. */
export function useActivityState() {
  return useSearchState({ ...noFilter, event: '' });
}

const { scope: _, ...filters } = noFilter;
/** Every filter taken away, within the same scope. */
export const withoutFilters: Partial<ActivityFilter> = filters;

function toQuery(filter: ActivityFilter) {
  const { actor, plugin, target_type, target_id, q } = filter;
  const group = auditGroups.find((known: AuditGroup) => known === filter.group);
  return {
    scope: toScope(filter),
    ...(q && { q }),
    ...(actor && { actor }),
    ...(group && { group }),
    ...(plugin && { plugin }),
    ...(target_type && { target_type }),
    ...(target_id && { target_id }),
    ...resolveRange(filter, new Date()),
  };
}

function toScope({ scope }: Pick<ActivityFilter, 'scope'>) {
  return scope === 'platform' ? ('platform' as const) : ('org' as const);
}

/** Events that fit, page after page. */
export function useEventsQuery(filter: ActivityFilter) {
  const query = toQuery(filter);
  return useInfiniteQuery({
    queryKey: ['audit', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      auditClient.list({
        query: { ...query, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One event, also one that is further down than what was read yet. */
export function useEventQuery(id: string, filter: ActivityFilter) {
  const scope = toScope(filter);
  return useQuery({
    queryKey: ['audit', 'event', scope, id],
    queryFn: ({ signal }) => auditClient.get({ params: { id }, query: { scope }, signal }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What can be chosen. */
export function useFacetsQuery(filter: ActivityFilter) {
  const scope = toScope(filter);
  return useQuery({
    queryKey: ['audit', 'facets', scope],
    queryFn: ({ signal }) => auditClient.facets({ query: { scope }, signal }),
  });
}

/** Address of the CSV file of what is shown. */
export function toExportHref(filter: ActivityFilter): string {
  return buildPath(auditApi.export.path, { query: toQuery(filter) });
}
