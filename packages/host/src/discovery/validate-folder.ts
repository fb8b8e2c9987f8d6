import { statSync } from 'node:fs';
import path from 'node:path';
import { type DiscoverOptions, resolveOptions } from './discover-options.ts';
import type { DiscoveredPlugin } from './discovered-plugin.ts';
import { describeKind } from './file-kind.ts';
import { inspectPlugin } from './inspect-plugins.ts';
import { manifestFileName } from './list-candidates.ts';

/** Options of `validateFolder`. */
export type ValidateFolderOptions = Pick<DiscoverOptions, 'knownIcons' | 'platformVersion'>;

/**
 * Looks at one folder as discovery would, wherever it lies; what it requires of other plugins is not looked for.
 * Never throws.
 */
export function validateFolder(folder: string, options: ValidateFolderOptions = {}): DiscoveredPlugin {
  const absolute = path.resolve(folder);
  const kind = kindOf(absolute);
  const candidate = {
    folder: absolute,
    name: path.basename(absolute),
    source: 'customer' as const,
    manifestName: manifestFileName,
    file: path.join(absolute, manifestFileName),
    ...(kind !== 'a folder' && { kind }),
  };
  return inspectPlugin(candidate, resolveOptions({ ...options, installDir: absolute, env: {} })).plugin;
}

function kindOf(folder: string): string {
  try {
    return describeKind(statSync(folder));
  } catch {
    return 'nothing that exists';
  }
}
