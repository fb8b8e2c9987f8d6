import { ApiError, type Session } from '@honeyframe/contract/api';
import { SESSION_ENDED } from '@honeyframe/sdk/frontend';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { authClient } from '../api/clients.ts';

export const sessionKey = ['session'] as const;

/** The session, or null for nobody signed in. Becomes null as soon as any answer says that it has ended. */
export function useSessionQuery(): UseQueryResult<Session | null> {
  const client = useQueryClient();
  useEffect(() => {
    const end = () => client.setQueryData(sessionKey, null);
    window.addEventListener(SESSION_ENDED, end);
    return () => window.removeEventListener(SESSION_ENDED, end);
  }, [client]);
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: Number.POSITIVE_INFINITY });
}

async function readSession({ signal }: { readonly signal: AbortSignal }): Promise<Session | null> {
  try {
    return await authClient.session({ signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
