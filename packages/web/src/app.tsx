import { UiProvider } from '@honeyframe/sdk/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router';
import { createQueryClient } from './api/query-client.ts';
import { createShellRouter } from './routes.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { ShellGate } from './shell/shell-gate.tsx';

/** The shell: nobody passes without a session, and what they see is what the server decided. */
export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(createShellRouter);
  return (
    <UiProvider>
      <QueryClientProvider client={queryClient}>
        <SessionGate>
          {(session) => (
            <ShellGate session={session}>
              <RouterProvider router={router} />
            </ShellGate>
          )}
        </SessionGate>
      </QueryClientProvider>
    </UiProvider>
  );
}
