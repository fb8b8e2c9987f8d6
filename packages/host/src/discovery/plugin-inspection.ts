import {
  createDiagnostic,
  type Diagnostic,
  type ProblemCode,
  type ProblemContext,
} from '@honeyframe/contract';
import type { FieldPath, FolderClaims, Positions } from '@honeyframe/contract/manifest';
import type { ResolvedOptions } from './discover-options.ts';
import type { PluginFolder } from './plugin-folder.ts';

/** A plugin while its folder is compared with its manifest: what is known, and what was found wrong so far. */
export interface PluginInspection {
  readonly claims: FolderClaims;
  readonly folder: PluginFolder;
  readonly options: ResolvedOptions;
  /** Adds a diagnostic at a field of plugin.yaml. */
  report(code: ProblemCode, path: FieldPath, context: ProblemContext): void;
}

/** Starts an inspection that collects into `diagnostics`. */
export function createInspection(
  given: Pick<PluginInspection, 'claims' | 'folder' | 'options'>,
  place: { readonly plugin: string; readonly file: string },
  positions: Positions,
  diagnostics: Diagnostic[],
): PluginInspection {
  return {
    ...given,
    report(code, path, context) {
      diagnostics.push(
        createDiagnostic(code, { ...place, ...positions(path) }, { plugin: place.plugin, ...context }),
      );
    },
  };
}
