import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PlatformError } from '@honeyframe/contract/errors';
import { Parser, type ReadEntry } from 'tar';
import {
  describeMegabytes,
  MAX_ARCHIVE_OVERHEAD,
  MAX_BYTES,
  MAX_RATIO,
  RATIO_FREE_BYTES,
} from '../limits.ts';
import { invalidName } from './entry-names.ts';

const CHUNK_BYTES = 64 * 1024;
/** Programs fill up the last block, of 10 kB usually. */
const MAX_PADDING_BYTES = 1024 * 1024;
/** A name in an extended header that the parser would cut, and another program would not. */
const cutName = /(?:^|\n)\d+ path=([^\n]*\0[^\n]*)/;

/**
 * Hands over the entries of a `.tgz` one after the other, whatever they are; each must be read to the end. Throws
 * HF_ARCHIVE_*, for an archive that unpacks to too much as soon as it does.
 */
export async function readArchive(file: string, onEntry: (entry: ReadEntry) => Promise<void>): Promise<void> {
  const parser = new Parser({ strict: true });
  const stopped = new AbortController();
  const stop = (error: unknown) => stopped.abort(toArchiveFailure(error, file));
  parser.on('error', stop);
  const waiting = new Set<ReadEntry>();
  // The parser goes on as soon as an entry's bytes have been read; what is done with them may take longer.
  let handled = Promise.resolve();
  const onFound = (entry: ReadEntry) => {
    waiting.add(entry);
    handled = handled
      .then(() => (stopped.signal.aborted ? undefined : onEntry(entry)))
      .catch(stop)
      .then(() => void waiting.delete(entry));
  };
  parser.on('entry', onFound);
  // Those of unknown types, and names that are too long: nobody can know what another program makes of them.
  parser.on('ignoredEntry', onFound);
  parser.on('meta', (text: string) => {
    const [, name] = cutName.exec(text) ?? [];
    if (name !== undefined) stop(invalidName(name, 'has a NUL'));
  });
  await feed(parser, file, stopped.signal).catch(stop);
  // Of an archive that breaks off, the rest of the last entry never comes.
  if (stopped.signal.aborted) for (const entry of waiting) entry.destroy(stopped.signal.reason);
  await handled;
  stopped.signal.throwIfAborted();
}

/** Returns when all has been read, or as soon as there is no sense in going on. */
async function feed(parser: Parser, file: string, stopped: AbortSignal): Promise<void> {
  const ended = once(parser, 'end', { signal: stopped });
  ended.catch(() => {});
  // What comes after the end is only counted: the parser would keep it, copying all of it with each piece.
  const after = { end: false, bytes: 0 };
  parser.on('eof', () => {
    after.end = true;
  });
  for await (const chunk of requirePlain(unzip(file), file)) {
    if (stopped.aborted) return;
    if (after.end) after.bytes += chunk.length;
    else if (!parser.write(chunk)) await once(parser, 'drain', { signal: stopped }).catch(() => {});
    if (after.bytes > MAX_PADDING_BYTES) throw damaged(file, 'it goes on after its end');
    if (stopped.aborted) return;
  }
  parser.end();
  await ended.catch(() => {});
}

async function* unzip(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Failures reach whoever reads from the end of it.
  pipeline(createReadStream(file), gunzip, () => {});
  let bytes = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    requireModest(bytes, gunzip.bytesWritten);
    yield chunk;
  }
}

/** The size that an entry declares is its maker's claim; these are the bytes that came out. */
function requireModest(bytes: number, compressedBytes: number): void {
  if (bytes > MAX_BYTES + MAX_ARCHIVE_OVERHEAD) {
    throw new PlatformError('HF_ARCHIVE_TOO_LARGE', { limit: describeMegabytes(MAX_BYTES) });
  }
  if (bytes > RATIO_FREE_BYTES && bytes > compressedBytes * MAX_RATIO) {
    throw new PlatformError('HF_ARCHIVE_BOMB', { ratio: MAX_RATIO });
  }
}

/** The parser would unpack what is compressed again, and nobody would count. */
async function* requirePlain(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < 512) continue;
    if (isCompressed(start)) throw damaged(file, 'it is compressed twice');
    yield start;
    start = undefined;
  }
  if (start !== undefined) throw damaged(file, 'there is nothing in it');
}

function isCompressed(start: Buffer): boolean {
  return start.readUInt16BE(0) === 0x1f8b || start.readUInt32BE(0) === 0x28b52ffd;
}

/** What the decompressor and the parser throw is about the archive. */
function toArchiveFailure(error: unknown, file: string): unknown {
  if (error instanceof PlatformError) return error;
  return damaged(file, error instanceof Error ? error.message : String(error), error);
}

function damaged(file: string, reason: string, cause?: unknown): PlatformError {
  return new PlatformError('HF_ARCHIVE_DAMAGED', { file: path.basename(file), reason }, { cause });
}
