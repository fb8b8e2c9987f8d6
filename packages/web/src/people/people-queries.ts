import type { SeatRole } from '@honeyframe/contract/api';
import { notifyError, notifySuccess } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { accessClient, peopleClient } from '../api/clients.ts';

export function useInvitationsQuery() {
  return useQuery({
    queryKey: ['invitations'],
    queryFn: ({ signal }) => peopleClient.listInvitations({ signal }),
  });
}

/** What changes people also changes groups, and what the shell shows, possibly to this very person. */
export function usePeopleChange<V, T>(change: (input: V) => Promise<T>, done?: (result: T) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      await Promise.all(
        ['people', 'invitations', 'groups', 'shell'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
      if (done) notifySuccess(done(result));
    },
  });
}

/** The same for what is done at once, without a dialog that could show a failure. */
export function useQuickPeopleChange<V, T>(
  change: (input: V) => Promise<T>,
  done: (result: T) => string,
  failure: string,
) {
  const mutation = usePeopleChange(change, done);
  return {
    ...mutation,
    mutate: (input: V) => mutation.mutate(input, { onError: (error) => notifyError(error, failure) }),
  };
}

export interface PersonEdit {
  readonly id: string;
  readonly display_name?: string;
  readonly seat?: SeatRole;
  readonly join: readonly string[];
  readonly leave: readonly string[];
}

/** One after the other, so that the first refusal stops the rest. */
export async function editPerson({ id, display_name, seat, join, leave }: PersonEdit): Promise<void> {
  if (display_name !== undefined) await peopleClient.updateUser({ params: { id }, body: { display_name } });
  if (seat !== undefined) await peopleClient.setSeat({ params: { id }, body: { seat } });
  for (const group of join) await accessClient.addMember({ params: { id: group, user_id: id } });
  for (const group of leave) await accessClient.removeMember({ params: { id: group, user_id: id } });
}
