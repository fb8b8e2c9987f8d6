import type { Frontend } from '@honeyframe/server';

/** Builds and serves no pages. */
export const noFrontend: Frontend = {
  ensureShell: async () => {},
  buildPlugins: async (sources) => sources.map(({ slug }) => ({ slug, diagnostics: [] })),
  bindRoutes: async () => {},
  close: async () => {},
};
