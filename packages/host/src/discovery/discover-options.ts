import { existsSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

/** Options of `discover` and `discoverReport`; what is left out comes from the environment. */
export interface DiscoverOptions {
  /** The installation; its `plugins/` are the bundled ones. Default: `INSTALL_DIR`, else the repository around the working directory. */
  readonly installDir?: string;
  /** The customer's folder; its `plugins/` survive upgrades. Default: `DATA_DIR`, else none. */
  readonly dataDir?: string;
  /** Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the search for the repository begins. Default: the working directory. */
  readonly cwd?: string;
  /** What `requires.honeyframe` is compared with. Default: the version of this package. */
  readonly platformVersion?: string;
  /** Names of icons that can be shown; without it icons are not checked. */
  readonly knownIcons?: ReadonlySet<string>;
}

/** Options with everything filled in. */
export interface ResolvedOptions {
  readonly installDir: string;
  readonly dataDir?: string;
  readonly platformVersion: string;
  readonly knownIcons?: ReadonlySet<string>;
}

/** Fills options in from the environment. */
export function resolveOptions(options: DiscoverOptions): ResolvedOptions {
  const env = options.env ?? process.env;
  const dataDir = options.dataDir ?? (env.DATA_DIR || undefined);
  const cwd = options.cwd ?? process.cwd();
  return {
    installDir: path.resolve(cwd, options.installDir ?? (env.INSTALL_DIR || findRepository(cwd))),
    ...(dataDir !== undefined && { dataDir: path.resolve(cwd, dataDir) }),
    platformVersion: options.platformVersion ?? packageJson.version,
    ...(options.knownIcons && { knownIcons: options.knownIcons }),
  };
}

/** The nearest folder around the working directory that holds `plugins/`, as in development. */
function findRepository(cwd: string): string {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'plugins'))) return folder;
    if (path.dirname(folder) === folder) return cwd;
  }
}
