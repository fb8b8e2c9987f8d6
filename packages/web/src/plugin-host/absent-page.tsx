import { State } from '@honeyframe/sdk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { useShell } from '../shell/shell-context.ts';

/** A plugin that is installed while somebody waits at its address is there without a reload. */
const LOOK_AGAIN_MS = 10_000;

/** At an address below `/plugins/<slug>` that no page answers: not yet, or not at all. */
export function AbsentPage({ slug }: { readonly slug: string }) {
  const { preparing } = useShell();
  const coming = preparing.find((plugin) => plugin.slug === slug);
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['shell'] }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [client]);
  if (!coming) return <NotFoundPage />;
  return (
    <State size="page" icon="loader-circle" title={`${coming.display_name} is being prepared`}>
      <p role="status">Its pages are being built. This page opens by itself.</p>
    </State>
  );
}
