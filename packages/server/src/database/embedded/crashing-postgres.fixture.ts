import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres } from './index.ts';
import { readPostmaster } from './postmaster.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A server of the test's own, which is started again when it ends by itself, as the platform's is. */
export async function startCrashingPostgres() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-crash-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
  onTestFinished(() => postgres.stop());
  return {
    url: postgres.url,
    /** Without a word to anybody. */
    kill: async () => {
      const found = await readPostmaster(postgres.dataFolder);
      if (!found) throw new Error('the server does not run');
      process.kill(found.pid, 'SIGKILL');
    },
  };
}
