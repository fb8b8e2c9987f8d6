import type { RunState } from '@honeyframe/contract/api';
import { notifyError } from '@honeyframe/sdk/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { dbtClient } from '../../api/clients.ts';
import { isLive } from './run-words.ts';

export const PAGE_SIZE = 50;
const LIVE_MS = 2_000;
const QUIET_MS = 20_000;

export interface RunFilter {
  readonly workspace: string;
  readonly state: string;
  readonly page: number;
}

/** Builds, newest first; asked for often while one is going on. */
export function useRunsQuery({ workspace, state, page }: RunFilter) {
  return useQuery({
    queryKey: ['dbt', 'runs', workspace, state, page],
    queryFn: ({ signal }) =>
      dbtClient.listRuns({
        query: {
          page,
          page_size: PAGE_SIZE,
          ...(workspace && { workspace }),
          ...(state && { state: state as RunState }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.rows.some((run) => isLive(run.state)) ? LIVE_MS : QUIET_MS,
  });
}

/** Workspaces with the state of dbt itself. */
export function useWorkspacesQuery() {
  return useQuery({
    queryKey: ['dbt', 'workspaces'],
    queryFn: ({ signal }) => dbtClient.listWorkspaces({ signal }),
    refetchInterval: ({ state: { data } }) => (data?.engine.state === 'installing' ? LIVE_MS : QUIET_MS),
  });
}

/** Starts a build and shows it. */
export function useStartBuild() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (workspace: string) => dbtClient.createRun({ body: { workspace } }),
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['dbt'] });
      void navigate(`/data/runs/${run.id}`);
    },
    onError: (error) => notifyError(error, 'The build could not be started'),
  });
}
