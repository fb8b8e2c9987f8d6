import { readFile, statfs } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { measureFolders } from './measure-folders.ts';
import type { ExceededBound, RunBounds } from './run-bounds.ts';

/** Memory grows by a gigabyte a second at worst. */
const LOOK_MILLISECONDS = 250;
/** A folder takes longer to measure; a disk takes some 500 MB a second. */
const LOOKS_PER_MEASUREMENT = 4;
/** What stays free for everything else on that disk, the platform's database among it. */
const MIN_FREE_BYTES = 256 * 1024 ** 2;

export interface WatchBoundsOptions {
  readonly pid: number | undefined;
  /** What the run writes to; the first tells which disk. */
  readonly folders: readonly [string, ...string[]];
  readonly bounds: RunBounds;
  readonly signal: AbortSignal;
}

/**
 * Resolves with the first bound that a run comes to, or with nothing when the signal says that it is over.
 * Limits of the kernel would not do: one on addresses counts what DuckDB maps and never touches, one on file sizes
 * counts each file for itself.
 */
export async function watchBounds(options: WatchBoundsOptions): Promise<ExceededBound | undefined> {
  const { pid, folders, bounds, signal } = options;
  const atStart = await measureFolders(folders);
  for (let look = 0; !signal.aborted; look += 1) {
    if (pid !== undefined && (await readOwnMemory(pid)) > bounds.memory_bytes)
      return { what: 'memory', limit_bytes: bounds.memory_bytes };
    if (look % LOOKS_PER_MEASUREMENT === 0) {
      const written = (await measureFolders(folders)) - atStart;
      if (written > bounds.disk_bytes) return { what: 'disk', limit_bytes: bounds.disk_bytes };
      if ((await readFree(folders[0])) < MIN_FREE_BYTES) return { what: 'disk', limit_bytes: written };
    }
    await setTimeout(LOOK_MILLISECONDS, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

/** Pages that no file backs. A fork shares some 100 MB of them with its parent, which are counted. Nothing but on Linux. */
export async function readOwnMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

async function readFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
