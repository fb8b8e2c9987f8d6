import { createHash } from 'node:crypto';
import { type EntryToWrite, writeEntry } from './archive/write-entry.ts';
import type { BackupContents, BackupPart } from './backup-contents.ts';

/** An entry that the contents list with its checksum, taken while the bytes go by. */
export async function* writePart(
  entry: EntryToWrite,
  contents: BackupContents,
  rows: Pick<BackupPart, 'table' | 'rows'> = {},
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  yield* writeEntry({ ...entry, content: observe(entry.content, (chunk) => hash.update(chunk)) });
  contents.parts.push({ path: entry.path, bytes: entry.bytes, sha256: hash.digest('hex'), ...rows });
}

async function* observe(
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
  see: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    see(chunk);
    yield chunk;
  }
}
