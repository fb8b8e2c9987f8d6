import { ApiError, type StepRequest } from '@honeyframe/contract/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lifeCycleClient } from '../../api/clients.ts';

const PLAN = 'plugin-plan';

/** What a step would do. It is looked at, so it must not change under the reader's eyes: made again only when asked for. */
export function usePlanQuery(request: StepRequest) {
  return useQuery({
    queryKey: [PLAN, request],
    queryFn: ({ signal }) => lifeCycleClient.plan({ body: request, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Takes exactly the plan that was looked at. */
export function useStep(request: StepRequest) {
  const refresh = useRefreshAfterStep();
  return useMutation({
    mutationFn: (plan_id: string) => lifeCycleClient.apply({ body: { ...request, plan_id } }),
    onSuccess: () => discardUpload(request),
    // A step that failed is in the history too.
    onSettled: refresh,
  });
}

/** An archive waits only as long as somebody decides about it; what was installed of it stays. */
export function discardUpload({ upload }: Pick<StepRequest, 'upload'>): void {
  if (upload) void lifeCycleClient.discardUpload({ params: { upload } }).catch(() => undefined);
}

/** A plugin brings pages, blocks, groups and models: everything that is shown may have changed. */
export function useRefreshAfterStep(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== PLAN });
}

// A plan was possible when it was made: what is impossible or unknown by now, somebody else has changed.
const outdated: ReadonlySet<string> = new Set([
  'HF_PLUGIN_PLAN_OUTDATED',
  'HF_PLUGIN_BUSY',
  'HF_PLUGIN_STEP_IMPOSSIBLE',
  'HF_PLUGIN_UNKNOWN',
]);

/** Whether somebody else was quicker, so that a new plan is what helps. */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiError && outdated.has(error.code);
}
