import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const KEY_FILE = 'platform.key';
const KEY_BYTES = 32;

export interface SecretKeyOptions {
  /** Folder that only this account can enter. */
  readonly secretsFolder: string;
  /** `HONEYFRAME_SECRET_KEY`: a text of the operator's choice, the same on every node. */
  readonly configured: string | undefined;
}

/** The key from which everything secret is derived: chosen by the operator, or generated once with mode 600. */
export async function loadSecretKey({ secretsFolder, configured }: SecretKeyOptions): Promise<Buffer> {
  if (configured !== undefined) return createHash('sha256').update(configured).digest();
  const file = path.join(secretsFolder, KEY_FILE);
  // `wx`: of two first starts one writes, the other reads.
  await writeFile(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(
    (error: unknown) => {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    },
  );
  return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
}
