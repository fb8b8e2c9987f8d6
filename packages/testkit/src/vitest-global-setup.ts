import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@honeyframe/server';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's connection to the run's PostgreSQL. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run; every test file makes databases of its own in it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await createTemporaryFolder();
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet, durability: 'off' });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The database's account must be able to pass through, which mkdtemp's 0700 would not allow. */
async function createTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-test-'));
  await chmod(folder, 0o711);
  return folder;
}
