import { Header, Pax } from 'tar';

/** A file of the archive: its size must be known before its bytes. */
export interface EntryToWrite {
  readonly path: string;
  readonly bytes: number;
  readonly executable?: boolean;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

const BLOCK = 512;

/** The bytes of one entry: header, content, and zeros up to the next block. */
export async function* writeEntry(entry: EntryToWrite): AsyncGenerator<Buffer> {
  yield* createHeader(entry);
  yield* entry.content;
  const rest = entry.bytes % BLOCK;
  if (rest > 0) yield Buffer.alloc(BLOCK - rest);
}

/** What ends an archive. */
export function endOfArchive(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

function* createHeader({ path, bytes, executable = false }: EntryToWrite): Generator<Buffer> {
  const fields = { path, size: bytes, mode: executable ? 0o700 : 0o600, uid: 0, gid: 0, mtime: new Date(0) };
  const header = new Header({ ...fields, type: 'File' });
  // A long name does not fit into the plain header; an extended one then goes before it.
  if (header.encode()) yield new Pax(fields).encode();
  if (header.block) yield header.block;
}
