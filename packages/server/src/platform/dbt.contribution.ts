import path from 'node:path';
import type { ContributionPoint } from '@honeyframe/host';
import { type DeclaredSource, readDeclaredSources } from '../connectors/index.ts';
import { type Dbt, toCatalogue } from '../dbt/index.ts';
import type { InstallablePlugin } from '../plugins/index.ts';

/** dbt models: registers a plugin's workspace, and the raw sources that it declares. */
export interface DbtPoint extends ContributionPoint<InstallablePlugin> {
  /** Declared raw sources of the owners that pass. */
  sources(isWanted: (owner: string) => boolean): DeclaredSource[];
}

export function createDbtPoint(workspaces: Dbt['workspaces']): DbtPoint {
  const declared = new Map<string, DeclaredSource[]>();
  return {
    name: 'dbt',
    essential: false,
    sources: (isWanted) => [...declared].flatMap(([owner, sources]) => (isWanted(owner) ? sources : [])),
    attach: async ({ slug, root, manifest }) => {
      if (!manifest.dbt_workspace) return { diagnostics: [], dispose: () => {} };
      const folder = path.join(root, manifest.dbt_workspace);
      const requires = Object.keys(manifest.requires.plugins);
      const { display_name } = manifest;
      const workspace = await workspaces.register({ slug, display_name, owner: slug, folder, requires });
      // A source that is another plugin's workspace is built, not imported.
      const built = new Set(requires.map(toCatalogue));
      const sources = await readDeclaredSources({ folder, root, owner: slug });
      declared.set(
        slug,
        sources.filter((source) => !built.has(source.schema)),
      );
      return {
        diagnostics: workspace.diagnostics,
        dispose: () => {
          declared.delete(slug);
          workspaces.unregister(slug);
        },
      };
    },
  };
}
