import type { Dashboard } from '@honeyframe/contract/api';
import { notifyError, notifySuccess } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dashboardsClient } from '../api/clients.ts';
import type { Placed } from './arrange-blocks.ts';

const homeKey = ['dashboards', 'home'] as const;

export function useHomeQuery() {
  return useQuery({ queryKey: homeKey, queryFn: ({ signal }) => dashboardsClient.home({ signal }) });
}

/** Stores an arrangement. All blocks are sent, those closed to this person too: one left out would be hidden for everybody. */
export function useArrange(dashboard: Dashboard, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (placed: readonly Placed[]) =>
      dashboardsClient.arrange({
        params: { id: dashboard.id },
        body: { placements: placed.map(({ id, layout }) => ({ id, layout })) },
      }),
    onSuccess: (arranged) => {
      client.setQueryData(homeKey, arranged);
      notifySuccess('The arrangement is saved for everybody in this organisation.');
      onDone();
    },
    onError: (error) => notifyError(error, 'The arrangement could not be saved'),
  });
}
