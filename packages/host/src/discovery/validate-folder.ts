import { statSync } from 'node:fs';
import path from 'node:path';
import { type DiscoverOptions, resolveOptions } from './discover-options.ts';
import type { DiscoveredPlugin, PluginSource } from './discovered-plugin.ts';
import { describeKind } from './file-kind.ts';
import { inspectPlugin } from './inspect-plugins.ts';
import { manifestFileName } from './list-candidates.ts';

/** Options of `validateFolder`. */
export interface ValidateFolderOptions extends Pick<DiscoverOptions, 'knownIcons' | 'platformVersion'> {
  /** What the folder ought to be called, for a copy under another name; its own name where it is left out. */
  readonly name?: string;
  /** `customer` where it is left out. A package may carry any folder name: its manifest says what it is called. */
  readonly source?: PluginSource;
}

/**
 * Looks at one folder as discovery would, wherever it lies; what it requires of other plugins is not looked for.
 * Never throws.
 */
export function validateFolder(
  folder: string,
  { name, source = 'customer', ...options }: ValidateFolderOptions = {},
): DiscoveredPlugin {
  const absolute = path.resolve(folder);
  const kind = kindOf(absolute);
  const candidate = {
    folder: absolute,
    name: name ?? path.basename(absolute),
    source,
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
