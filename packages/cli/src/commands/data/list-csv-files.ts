import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { connectorsApi } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';

const acceptedName = connectorsApi.putFile.params.shape.file;

/** The CSV files of a folder, in order of their names. Throws before anything is sent. */
export async function listCsvFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file: folder, done: 'read', reason }, { cause });
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && /\.csv$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) throw new PlatformError('HF_CLI_NO_CSV', { folder });
  const odd = names.find((name) => !acceptedName.safeParse(name).success);
  if (odd !== undefined) throw new PlatformError('HF_CLI_FILE_NAME', { file: odd });
  return names.map((name) => path.join(folder, name));
}
