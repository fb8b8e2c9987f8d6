import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBuilderProcess } from './builder-process.ts';
import { createPlugin, createTempDir, smallFrontend } from './frontend-fixture.ts';

async function createJob(slug: string) {
  const { root, entry } = await createPlugin(slug, smallFrontend);
  const out_dir = path.join(await createTempDir(), 'out');
  return { kind: 'plugin', slug, root, folder: 'frontend', entry, out_dir } as const;
}

describe('builder process', () => {
  test('fails a job that is over its time and performs the next one in a new process', async () => {
    const builder = createBuilderProcess();
    onTestFinished(() => builder.close());
    const replies = await Promise.all([
      builder.run(await createJob('slow'), { timeLimitMs: 1 }),
      builder.run(await createJob('counter'), { timeLimitMs: 30_000 }),
    ]);
    expect(replies).toMatchObject([
      { kind: 'failed', reason: 'it took longer than 0.001 s' },
      { kind: 'plugin', output: { definition: expect.anything() } },
    ]);
  });

  test('answers a running job when it is closed', async () => {
    const builder = createBuilderProcess();
    const reply = builder.run(await createJob('counter'), { timeLimitMs: 30_000, onProgress: () => {} });
    setImmediate(() => builder.close());
    expect(await reply).toMatchObject({ kind: 'failed', reason: expect.stringContaining('SIGKILL') });
  });
});
