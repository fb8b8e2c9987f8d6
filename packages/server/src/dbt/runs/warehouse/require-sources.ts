import { PlatformError } from '@honeyframe/contract';
import type { Workspace } from '../../workspaces/index.ts';

/** Throws HF_DBT_SOURCE_MISSING for what the workspace reads and nobody has imported or built. */
export function requireSources({ slug, reads }: Workspace, found: Iterable<string>): void {
  const names = new Set(found);
  const missing = reads.filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new PlatformError('HF_DBT_SOURCE_MISSING', { workspace: slug, names: missing.join("', '") });
}
