import { useCallback } from 'react';
import { useShell } from './shell-context.ts';

/** How people call a plugin, by its slug; the slug itself for one whose frontend is not running. */
export function usePluginName(): (slug: string) => string {
  const { plugins } = useShell();
  return useCallback(
    (slug) => plugins.find((plugin) => plugin.slug === slug)?.display_name ?? slug,
    [plugins],
  );
}
