import type { Session } from '@honeyframe/contract/api';
import type { QueryClient } from '@tanstack/react-query';
import { sessionKey } from './use-session-query.ts';

/**
 * Begins another session, or none. What was read belongs to the person and the organisation before: nothing of
 * it may be seen by the next.
 */
export function startSession(client: QueryClient, session: Session | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  client.setQueryData(sessionKey, session);
}
