import { open } from 'node:fs/promises';
import path from 'node:path';
import type { BackupContents } from '../backup-contents.ts';
import { writePart } from '../write-part.ts';
import { listFiles } from './list-files.ts';
import type { OpenVersion } from './open-current-versions.ts';
import { readExactly } from './read-exactly.ts';

export async function* writeVersions(
  versions: readonly OpenVersion[],
  contents: BackupContents,
): AsyncGenerator<Buffer> {
  for (const { file, handle } of versions) {
    const { size } = await handle.stat();
    const content = readExactly(handle, size, file);
    yield* writePart({ path: toEntryPath('warehouse', file), bytes: size, content }, contents);
  }
}

export async function* writeFolder(
  dataDir: string,
  folder: string,
  contents: BackupContents,
): AsyncGenerator<Buffer> {
  const { files, skipped } = await listFiles(path.join(dataDir, folder));
  contents.skipped.push(...skipped.map((name) => path.join(folder, name)));
  for (const file of files) yield* writeFile(dataDir, path.join(folder, file), contents);
}

async function* writeFile(dataDir: string, file: string, contents: BackupContents): AsyncGenerator<Buffer> {
  await using handle = await open(path.join(dataDir, file), 'r');
  const { size, mode } = await handle.stat();
  const content = readExactly(handle, size, file);
  const entry = { path: toEntryPath(file), bytes: size, executable: (mode & 0o100) !== 0, content };
  yield* writePart(entry, contents);
}

/** There is none when the operator keeps the key in HONEYFRAME_SECRET_KEY. */
export async function* writeKey(dataDir: string, contents: BackupContents): AsyncGenerator<Buffer> {
  const { files } = await listFiles(path.join(dataDir, 'secrets'));
  if (files.includes('platform.key')) yield* writeFile(dataDir, 'secrets/platform.key', contents);
}

function toEntryPath(...names: readonly string[]): string {
  return ['files', ...names.join('/').split(path.sep)].join('/');
}
