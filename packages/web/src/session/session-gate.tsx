import type { Session } from '@honeyframe/contract/api';
import { EmptyState, ErrorState } from '@honeyframe/sdk/ui';
import { lazy, type ReactNode, Suspense } from 'react';
import { SplashScreen } from '../shell/splash-screen.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { useSessionQuery } from './use-session-query.ts';

export type WorkingSession = Session & { readonly org: NonNullable<Session['org']> };

const ForcedPasswordPage = lazy(async () => ({
  default: (await import('./forced-password-page.tsx')).ForcedPasswordPage,
}));

const OpenInvitations = lazy(async () => ({
  default: (await import('../account/open-invitations.tsx')).OpenInvitations,
}));

/**
 * Lets nobody pass without a session, a password of their own and an organisation. The address stays what it was,
 * so a link opened while signed out leads to its page after sign-in.
 */
export function SessionGate({ children }: { readonly children: (session: WorkingSession) => ReactNode }) {
  const { data: session, error, isPending, refetch } = useSessionQuery();
  if (isPending) return <SplashScreen />;
  if (error) {
    return (
      <ErrorState
        size="page"
        title="Honeyframe cannot be reached"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!session) return <SignInPage />;
  if (session.must_change_password) {
    return (
      <Suspense fallback={<SplashScreen />}>
        <ForcedPasswordPage email={session.user.email} />
      </Suspense>
    );
  }
  if (!session.org) return <NoOrganisation />;
  return children({ ...session, org: session.org });
}

function NoOrganisation() {
  return (
    <EmptyState
      size="page"
      icon="building-2"
      title="You do not belong to an organisation yet"
      action={<SignOutButton />}
    >
      <p>Ask an administrator to invite you to one.</p>
      <Suspense>
        <OpenInvitations />
      </Suspense>
    </EmptyState>
  );
}
