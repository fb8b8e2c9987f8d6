import path from 'node:path';
import { watch } from 'chokidar';
import type { FastifyBaseLogger } from 'fastify';

export interface WatchFoldersOptions {
  /** Folders of plugin folders; one that does not exist yet is waited for. */
  readonly roots: readonly string[];
  readonly log: FastifyBaseLogger;
  /** Called with the absolute plugin folders that something happened in, once they have come to rest. */
  readonly onChange: (folders: readonly string[]) => Promise<void>;
  /** Called once when changes are seen from now on: what happened before is to be looked for. */
  readonly onReady: () => Promise<void>;
}

/** An editor writes a file in several steps; what comes within this time is one edit. */
const REST_MS = 60;

/** Folders that are large, or that running the plugin writes to. */
const ignored: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'target',
  'logs',
  '__pycache__',
  '.venv',
]);

/** Tells of changes below plugin folders. @returns the disposer. */
export function watchFolders({ roots, log, onChange, onReady }: WatchFoldersOptions): () => Promise<void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const then = (look: () => Promise<void>): void => {
    running = running
      .then(look)
      .catch((error: unknown) => log.error({ err: error }, 'changed plugin folders could not be looked at'));
  };
  const flush = (): void => {
    const folders = [...changed];
    changed.clear();
    then(() => onChange(folders));
  };
  const watcher = watch([...roots], {
    ignoreInitial: true,
    ignored: (file) => ignored.has(path.basename(file)),
  });
  watcher.on('all', (_event, file) => {
    const folder = findPluginFolder(roots, file);
    if (folder === undefined) return;
    changed.add(folder);
    clearTimeout(timer);
    timer = setTimeout(flush, REST_MS);
  });
  watcher.on('ready', () => then(onReady));
  watcher.on('error', (error) => log.warn({ err: error }, 'plugin folders cannot be watched'));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await running;
  };
}

/** `<root>/<plugin>/…` → `<root>/<plugin>` */
function findPluginFolder(roots: readonly string[], file: string): string | undefined {
  const root = roots.find((each) => file.startsWith(`${each}${path.sep}`));
  if (root === undefined) return undefined;
  const [name] = path.relative(root, file).split(path.sep);
  return name ? path.join(root, name) : undefined;
}
