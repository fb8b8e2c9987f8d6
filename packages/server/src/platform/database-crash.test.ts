import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { accessApi } from '@honeyframe/contract/api';
import { startTestPlatform } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';

it('says that the database is away while its server starts again after a crash, and then goes on', {
  timeout: 90_000,
}, async () => {
  const platform = await startTestPlatform({ env: { DATABASE_URL: '', HONEYFRAME_PYTHON: '/nonexistent' } });
  onTestFinished(() => platform.stop());
  const { admin } = platform;
  await admin.client(accessApi).createGroup({ body: { name: 'before' } });
  process.kill(await readServerPid(platform.dataDir), 'SIGKILL');
  const seen = new Set<string>();
  for (let isBack = false; !isBack; ) {
    const answer = await admin.fetch('/api/groups');
    const { code } = (await answer.json()) as { code?: string };
    seen.add(`${answer.status} ${code ?? ''}`.trim());
    isBack = answer.status === 200 && seen.size > 1;
  }
  expect([...seen].toSorted()).toEqual(['200', '503 HF_DATABASE_UNREACHABLE']);
  await admin.client(accessApi).createGroup({ body: { name: 'after' } });
  const { groups } = await admin.client(accessApi).listGroups();
  expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['before', 'after']));
  const again = await platform.signIn(admin.session.user.email, 'correct horse battery staple');
  expect((await again.fetch('/api/dbt/runs')).status).toBe(200);
});

/** The database may live outside DATA_DIR, which then says where. */
async function readServerPid(dataDir: string): Promise<number> {
  const own = path.join(dataDir, 'postgres');
  const outside = await readFile(path.join(own, 'location'), 'utf8').catch(() => own);
  const text = await readFile(path.join(outside.trim(), 'data/postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}
