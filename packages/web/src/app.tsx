import { UiProvider } from '@honeyframe/sdk/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { RouterProvider } from 'react-router';
import { createQueryClient } from './api/query-client.ts';
import { readInvitationToken } from './invitation/read-invitation-token.ts';
import { createShellRouter } from './routes.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { ShellGate } from './shell/shell-gate.tsx';
import { SplashScreen } from './shell/splash-screen.tsx';

const InvitationPage = lazy(async () => ({
  default: (await import('./invitation/invitation-page.tsx')).InvitationPage,
}));

/** The shell, or the page of an invitation, which is for people without an account too. */
export function App() {
  const [queryClient] = useState(createQueryClient);
  const [token] = useState(() => readInvitationToken(window.location.pathname));
  return (
    <UiProvider>
      <QueryClientProvider client={queryClient}>
        {token === undefined ? (
          <Shell />
        ) : (
          <Suspense fallback={<SplashScreen />}>
            <InvitationPage token={token} />
          </Suspense>
        )}
      </QueryClientProvider>
    </UiProvider>
  );
}

/** Nobody passes without a session, and what they see is what the server decided. */
function Shell() {
  const [router] = useState(createShellRouter);
  return (
    <SessionGate>
      {(session) => (
        <ShellGate session={session}>
          <RouterProvider router={router} />
        </ShellGate>
      )}
    </SessionGate>
  );
}
