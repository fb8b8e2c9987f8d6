import { once } from 'node:events';
import { PlatformError } from '@honeyframe/contract';
import { Parser, type ReadEntry } from 'tar';

/** A file of an archive, with a path that was checked. Its content must be read to the end. */
export interface ArchiveEntry {
  readonly path: string;
  readonly executable: boolean;
  readonly content: AsyncIterable<Buffer>;
}

/** Only what a backup holds; everything else in an archive is somebody's trick or mistake. */
const allowedPath =
  /^(backup\.json|contents\.json|database\/\d+-\d+\.jsonl|files\/(store|warehouse|plugins)\/.+|files\/secrets\/platform\.key)$/;

/**
 * Hands over the files of an archive one after the other. Throws HF_BACKUP_UNREADABLE for one that is no archive,
 * and for an entry that is a link, has an absolute path or `..`, or that no backup holds.
 */
export async function readArchive(
  input: AsyncIterable<Buffer>,
  onEntry: (entry: ArchiveEntry) => Promise<void>,
): Promise<void> {
  const parser = new Parser({ strict: true });
  const stopped = new AbortController();
  parser.on('error', (error: unknown) => stopped.abort(unreadable(describe(error), error)));
  const waiting = new Set<ReadEntry>();
  // The parser goes on as soon as an entry's bytes have been read; what is done with them may take longer.
  let handled = Promise.resolve();
  parser.on('entry', (entry: ReadEntry) => {
    waiting.add(entry);
    handled = handled
      .then(() => (stopped.signal.aborted ? undefined : handle(entry, onEntry)))
      .catch((error: unknown) => stopped.abort(error))
      .then(() => void waiting.delete(entry));
  });
  await feed(parser, input, stopped.signal);
  // Of an archive that breaks off, the rest of the last entry never comes.
  if (stopped.signal.aborted) for (const entry of waiting) entry.destroy(stopped.signal.reason);
  await handled;
  stopped.signal.throwIfAborted();
}

/** Returns when all has been read, or as soon as there is no sense in going on. */
async function feed(parser: Parser, input: AsyncIterable<Buffer>, stopped: AbortSignal): Promise<void> {
  const ended = once(parser, 'end', { signal: stopped });
  ended.catch(() => {});
  for await (const chunk of input) {
    if (!parser.write(chunk)) await once(parser, 'drain', { signal: stopped }).catch(() => {});
    if (stopped.aborted) return;
  }
  parser.end();
  await ended.catch(() => {});
}

async function handle(entry: ReadEntry, onEntry: (entry: ArchiveEntry) => Promise<void>): Promise<void> {
  requireAllowed(entry);
  await onEntry({
    path: entry.path,
    executable: ((entry.mode ?? 0) & 0o100) !== 0,
    content: entry as AsyncIterable<Buffer>,
  });
}

function requireAllowed({ path, type }: ReadEntry): void {
  const segments = path.split('/');
  const steps = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  const plain = type === 'File' || type === 'OldFile';
  if (plain && allowedPath.test(path) && !steps && !/[\\\0]/.test(path)) return;
  throw unreadable(`it has an entry '${path}' (${type}), which no backup has`);
}

function unreadable(reason: string, cause?: unknown): PlatformError {
  return new PlatformError('HF_BACKUP_UNREADABLE', { reason }, { cause });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
