import type { DbtSchedule } from '@honeyframe/contract/api';
import { useQuery } from '@tanstack/react-query';
import { dbtVersionsClient } from '../../api/clients.ts';

/** Versions of one workspace's tables, newest first. */
export function useVersionsQuery(slug: string, enabled: boolean) {
  return useQuery({
    queryKey: ['dbt', 'versions', slug],
    queryFn: ({ signal }) => dbtVersionsClient.listVersions({ params: { slug }, signal }),
    enabled,
  });
}

/** What the organisation's data takes of the disk. */
export function useDiskQuery() {
  return useQuery({
    queryKey: ['dbt', 'disk'],
    queryFn: ({ signal }) => dbtVersionsClient.warehouseUse({ signal }),
  });
}

export interface NextBuild {
  readonly at: string;
  readonly name: string;
}

/** The earliest time that a schedule of the workspace has before it. */
export function findNextBuild(schedules: readonly DbtSchedule[], slug: string): NextBuild | undefined {
  return schedules
    .filter(({ workspace, enabled }) => workspace === slug && enabled)
    .flatMap(({ name, next: [first] }) => (first ? { at: first.at, name } : []))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}
