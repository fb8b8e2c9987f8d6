import type { Grant } from '@honeyframe/contract/api';
import { notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { accessClient, peopleClient } from '../api/clients.ts';

export function useGroupsQuery() {
  return useQuery({
    queryKey: ['groups'],
    queryFn: async ({ signal }) => (await accessClient.listGroups({ signal })).groups,
  });
}

export function useGroupQuery(id: string) {
  return useQuery({
    queryKey: ['groups', id],
    queryFn: ({ signal }) => accessClient.getGroup({ params: { id }, signal }),
  });
}

/** All permissions that can be granted, with who owns each. */
export function usePermissionTypesQuery() {
  return useQuery({
    queryKey: ['permission-types'],
    queryFn: async ({ signal }) => (await accessClient.permissionTypes({ signal })).permission_types,
  });
}

export function usePeopleQuery() {
  return useQuery({
    queryKey: ['people'],
    queryFn: async ({ signal }) => (await peopleClient.listUsers({ signal })).users,
  });
}

/** What changes who may do what also changes what the shell shows, possibly to this very person. */
function useAccessChange<V, T>(change: (input: V) => Promise<T>, failure: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['groups'] }),
        client.invalidateQueries({ queryKey: ['people'] }),
        client.invalidateQueries({ queryKey: ['shell'] }),
      ]),
    onError: (error) => notifyError(error, failure),
  });
}

type GrantTarget = Pick<Grant, 'permission_type' | 'target_id'>;

/** Everything that can be done to one group. */
export function useGroupChanges(id: string) {
  const params = { id };
  return {
    grant: useAccessChange(
      (body: GrantTarget) => accessClient.grant({ params, body }),
      'The permission was not granted',
    ),
    revoke: useAccessChange(
      (body: GrantTarget) => accessClient.revoke({ params, body }),
      'The permission was not taken away',
    ),
    add: useAccessChange(
      (user_id: string) => accessClient.addMember({ params: { id, user_id } }),
      'The person was not added',
    ),
    remove: useAccessChange(
      (user_id: string) => accessClient.removeMember({ params: { id, user_id } }),
      'The person was not removed',
    ),
    update: useAccessChange(
      (body: { name: string; description: string }) => accessClient.updateGroup({ params, body }),
      'The group was not changed',
    ),
    delete: useAccessChange(
      (_: undefined) => accessClient.deleteGroup({ params }),
      'The group was not deleted',
    ),
  };
}

export function useCreateGroup() {
  return useAccessChange(
    (body: { name: string; description: string }) => accessClient.createGroup({ body }),
    'The group was not created',
  );
}
