import type { DbtSchedule, ScheduleInput } from '@honeyframe/contract/api';
import { notifyError, notifySuccess } from '@honeyframe/sdk/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { schedulesClient } from '../../api/clients.ts';
import { isLive } from '../runs/run-words.ts';

const LIVE_MS = 3_000;
const QUIET_MS = 20_000;
const key = ['dbt', 'schedules'];

/** Schedules with their next times; asked for often while one of their builds goes on. */
export function useSchedulesQuery() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => schedulesClient.listSchedules({ signal }),
    select: ({ schedules }) => schedules,
    refetchInterval: ({ state: { data } }) =>
      data?.schedules.some(({ last_firing: last }) => last?.run && isLive(last.run.state))
        ? LIVE_MS
        : QUIET_MS,
  });
}

/** What the times would be of a schedule that is still being written. */
export function usePreviewQuery(timing: Parameters<typeof schedulesClient.previewSchedule>[0]['body']) {
  return useQuery({
    queryKey: [...key, 'preview', timing],
    queryFn: ({ signal }) => schedulesClient.previewSchedule({ body: timing, signal }),
    select: ({ next }) => next,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Saves a new schedule, or one that is there. */
export function useSaveSchedule(id: string | undefined, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ScheduleInput) =>
      id === undefined
        ? schedulesClient.createSchedule({ body })
        : schedulesClient.updateSchedule({ params: { id }, body }),
    onSuccess: async ({ name }) => {
      notifySuccess(`“${name}” is saved`);
      onSaved();
      await client.invalidateQueries({ queryKey: key });
    },
  });
}

/** Switching on and off, deleting, setting back: what one press does to a schedule. */
export function useScheduleAction(
  act: (params: { id: string }) => Promise<unknown>,
  words: { readonly done: (name: string) => string; readonly failed: string },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: DbtSchedule) => act({ id }),
    onSuccess: async (_, { name }) => {
      notifySuccess(words.done(name));
      await client.invalidateQueries({ queryKey: key });
    },
    onError: (error) => notifyError(error, words.failed),
  });
}

export function useSwitchSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, enabled }: DbtSchedule) =>
      schedulesClient.switchSchedule({ params: { id }, body: { enabled: !enabled } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onError: (error) => notifyError(error, 'The schedule could not be switched'),
  });
}

/** Builds now what a schedule builds, and shows it. */
export function useFireSchedule() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ id }: DbtSchedule) => schedulesClient.fireSchedule({ params: { id } }),
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['dbt'] });
      void navigate(`/data/runs/${run.id}`);
    },
    onError: (error) => notifyError(error, 'The build could not be started'),
  });
}
