import type { RunState } from '@honeyframe/contract/api';
import { notifyError } from '@honeyframe/sdk/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { dbtClient } from '../../api/clients.ts';
import { isLive } from './run-words.ts';

export const PAGE_SIZE = 50;
const LIVE_MS = 2_000;
const QUIET_MS = 20_000;
const DAY_MS = 86_400_000;

export interface RunFilter {
  readonly workspace: string;
  readonly state: string;
  readonly trigger: string;
  /** Of the last so many days; an empty text is all. */
  readonly days: string;
  readonly page: number;
}

/** Builds, newest first; asked for often while one is going on. */
export function useRunsQuery({ workspace, state, trigger, days, page }: RunFilter) {
  return useQuery({
    queryKey: ['dbt', 'runs', workspace, state, trigger, days, page],
    queryFn: ({ signal }) =>
      dbtClient.listRuns({
        query: {
          page,
          page_size: PAGE_SIZE,
          ...(workspace && { workspace }),
          ...(state && { state: state as RunState }),
          ...(trigger && { trigger }),
          ...(Number(days) > 0 && { since: new Date(Date.now() - Number(days) * DAY_MS).toISOString() }),
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
    refetchInterval: ({ state: { data } }) => (isMoving(data) ? LIVE_MS : QUIET_MS),
  });
}

function isMoving(data: Awaited<ReturnType<typeof dbtClient.listWorkspaces>> | undefined): boolean {
  if (data?.engine.state === 'installing') return true;
  return data?.workspaces.some(({ last_run }) => last_run && isLive(last_run.state)) ?? false;
}

interface Build {
  readonly workspace: string;
  /** Also what nothing has changed for. */
  readonly full?: boolean;
}

/** Goes on with a build that did not come to its end, and shows it. */
export function useResumeBuild() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (id: string) => dbtClient.resumeRun({ params: { id } }),
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['dbt'] });
      void navigate(`/data/runs/${run.id}`);
    },
    onError: (error) => notifyError(error, 'The build could not be resumed'),
  });
}

/** Starts a build and shows it. */
export function useStartBuild() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (build: Build) => dbtClient.createRun({ body: build }),
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['dbt'] });
      void navigate(`/data/runs/${run.id}`);
    },
    onError: (error) => notifyError(error, 'The build could not be started'),
  });
}
