import { notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { authClient } from '../api/clients.ts';
import { sessionKey } from './use-session-query.ts';

/** Ends the session and forgets all that was read with it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => authClient.signOut(),
    onSuccess: () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      client.setQueryData(sessionKey, null);
    },
    onError: (error) => notifyError(error, 'Signing out did not work'),
  });
}
