import { notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { authClient } from '../api/clients.ts';
import { startSession } from './start-session.ts';

/** Ends the session and forgets all that was read with it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => authClient.signOut(),
    onSuccess: () => startSession(client, null),
    onError: (error) => notifyError(error, 'Signing out did not work'),
  });
}
