import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';

/** Finds the operator socket of the platform that runs on a data directory. Throws HF_CLI_NO_SERVER. */
export async function readOperatorSocket(dataDir: string): Promise<string> {
  const record = path.join(dataDir, 'secrets', 'operator-socket');
  try {
    return (await readFile(record, 'utf8')).trim();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EACCES') throw new PlatformError('HF_CLI_SOCKET_FORBIDDEN', { socket: record }, { cause });
    throw new PlatformError('HF_CLI_NO_SERVER', { data_dir: dataDir }, { cause });
  }
}
