import { SessionProvider } from '@honeyframe/sdk/frontend';
import { ErrorState } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { shellClient } from '../api/clients.ts';
import type { WorkingSession } from '../session/session-gate.tsx';
import { ShellContext } from './shell-context.ts';
import { SplashScreen } from './splash-screen.tsx';

interface ShellGateProps {
  readonly session: WorkingSession;
  readonly children: ReactNode;
}

/** While plugins are being started; then what they bring shows by itself. */
const PREPARING_MS = 2_000;

export function shellKey(orgId: string) {
  return ['shell', orgId] as const;
}

/** Reads what the server shows this person, and hands it to everything below. */
export function ShellGate({ session, children }: ShellGateProps) {
  const { data, error, refetch } = useQuery({
    queryKey: shellKey(session.org.id),
    queryFn: ({ signal }) => shellClient.shell({ signal }),
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data && state.data.preparing.length > 0 ? PREPARING_MS : false),
  });
  if (data) {
    return (
      <SessionProvider user={session.user} org={session.org} permissions={data.permissions}>
        <ShellContext value={data}>{children}</ShellContext>
      </SessionProvider>
    );
  }
  if (!error) return <SplashScreen />;
  return (
    <ErrorState
      size="page"
      title="The platform could not be loaded"
      error={error}
      onRetry={() => void refetch()}
    />
  );
}
