/**
 * Modules that the shell shares with every plugin through its import map: one instance each, so that hooks,
 * contexts and caches are common. A plugin's bundle leaves these imports as they are.
 */
export const sharedModules = [
  'react',
  'react/jsx-runtime',
  'react-dom',
  'react-dom/client',
  'react-router',
  '@tanstack/react-query',
  '@honeyframe/sdk/frontend',
  '@honeyframe/sdk/ui',
  '@honeyframe/sdk/ui/table',
  '@honeyframe/sdk/ui/form',
  '@honeyframe/sdk/ui/charts',
] as const;

export type SharedModule = (typeof sharedModules)[number];

const names: ReadonlySet<string> = new Set(sharedModules);

/** Whether the shell shares a module of this name. */
export function isSharedModule(name: string): name is SharedModule {
  return names.has(name);
}
