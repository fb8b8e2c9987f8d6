import type { Matrix } from '@honeyframe/contract/api';
import { notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { accessClient, permissionsClient } from '../api/clients.ts';
import { changeGrant, type GrantChange, invert } from './change-grant.ts';

const matrixKey = ['matrix'];

export function useMatrixQuery() {
  return useQuery({
    queryKey: matrixKey,
    queryFn: ({ signal }) => permissionsClient.matrix({ signal }),
  });
}

/** Gives or takes a grant: shown at once, taken back when the server refuses. */
export function useGrantChange() {
  const client = useQueryClient();
  const show = (change: GrantChange) =>
    client.setQueryData<Matrix>(matrixKey, (matrix) => matrix && changeGrant(matrix, change));
  return useMutation({
    mutationKey: matrixKey,
    mutationFn: ({ group_id, permission_type, target_id, granted }: GrantChange) => {
      const request = { params: { id: group_id }, body: { permission_type, target_id } };
      return granted ? accessClient.grant(request) : accessClient.revoke(request);
    },
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: matrixKey });
      show(change);
    },
    onError: (error, change) => {
      show(invert(change));
      notifyError(error, 'The change was not made');
    },
    // After the last of several quick changes only: an answer of the server in between would not know the later ones.
    onSettled: () => {
      if (client.isMutating({ mutationKey: matrixKey }) > 1) return;
      for (const queryKey of [matrixKey, ['groups'], ['permission-types'], ['explain'], ['shell']])
        void client.invalidateQueries({ queryKey });
    },
  });
}
