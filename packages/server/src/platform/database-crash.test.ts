import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { accessApi, dbtApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestUser } from '@honeyframe/testkit';
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
  for await (const answer of askUntilBack(admin)) seen.add(answer);
  expect([...seen].toSorted()).toEqual(['200', '503 HF_DATABASE_UNREACHABLE']);
  await admin.client(accessApi).createGroup({ body: { name: 'after' } });
  const { groups } = await admin.client(accessApi).listGroups();
  expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['before', 'after']));
  const again = await platform.signIn(admin.session.user.email, 'correct horse battery staple');
  expect((await again.fetch('/api/dbt/runs')).status).toBe(200);
});

const workspace = {
  'plugin.yaml': 'name: tiny\nversion: 1.0.0\ndbt_workspace: dbt/\n',
  'dbt/dbt_project.yml': 'name: tiny\nversion: 1.0.0\nprofile: other\n',
  'dbt/models/one.sql': 'select 1 as id',
};

it('delivers live events again after a crash of its database', { timeout: 90_000 }, async () => {
  const platform = await startTestPlatform({
    plugins: [{ slug: 'tiny', files: workspace }],
    env: { DATABASE_URL: '', HONEYFRAME_PYTHON: '/nonexistent' },
  });
  onTestFinished(() => platform.stop());
  const { admin } = platform;
  // Without dbt it waits, and so does whoever follows it.
  const run = await admin.client(dbtApi).createRun({ body: { workspace: 'tiny', select: 'one' } });
  const follow = async () => await (await admin.fetch(`/api/dbt/runs/${run.id}/events`)).text();
  const before = follow();
  process.kill(await readServerPid(platform.dataDir), 'SIGKILL');
  expect(await Array.fromAsync(askUntilBack(admin))).toContain('200');

  const after = follow();
  await admin.client(dbtApi).cancelRun({ params: { id: run.id } });
  expect(await after).toMatch(/event: end\nid: \d+\ndata: .*"state":"cancelled"/);
  // One that was open is told to come again, or has seen it through.
  expect(await before).toMatch(/event: end\n/);
});

/** What the platform answers until its database has been away and is back. */
async function* askUntilBack(user: TestUser): AsyncGenerator<string> {
  for (let wasAway = false; ; ) {
    const answer = await user.fetch('/api/groups');
    const { code } = (await answer.json()) as { code?: string };
    yield `${answer.status} ${code ?? ''}`.trim();
    if (answer.status === 200 && wasAway) return;
    wasAway ||= answer.status !== 200;
  }
}

/** The database may live outside DATA_DIR, which then says where. */
async function readServerPid(dataDir: string): Promise<number> {
  const own = path.join(dataDir, 'postgres');
  const outside = await readFile(path.join(own, 'location'), 'utf8').catch(() => own);
  const text = await readFile(path.join(outside.trim(), 'data/postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}
