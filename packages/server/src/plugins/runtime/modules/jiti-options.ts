import type { JitiOptions } from 'jiti';

export interface ModuleFolders {
  /** The plugin's folder. */
  readonly root: string;
  /** Where translated TypeScript is kept from one start to the next. */
  readonly cacheFolder: string;
}

/** The same in the compiler's process and in ours: a file that one has translated is then in the other's cache. */
export function resolveJitiOptions({ cacheFolder }: ModuleFolders): JitiOptions {
  return { fsCache: cacheFolder, moduleCache: false, tryNative: false, interopDefault: false };
}

/** How jiti itself asks for a file that is imported. */
export function describeTransform(filename: string, source: string) {
  return { filename, source, ts: /\.[cm]?ts$/.test(filename), async: true, jsx: false };
}
