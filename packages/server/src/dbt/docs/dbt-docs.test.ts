import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openTestDbt, publishTiny, registerTiny } from '../dbt.fixture.ts';
import { MemoryDbtRunner } from '../memory-dbt-runner.fixture.ts';

async function openWorld() {
  const world = await openTestDbt({ bin: '/nowhere', runner: new MemoryDbtRunner() });
  await registerTiny(world.dbt, { 'models/one.sql': 'select 1 as id' });
  const settle = async (orgId: string) => {
    const request = () => world.dbt.docs.request(orgId, 'tiny');
    await expect.poll(async () => (await request()).state, { timeout: 10_000 }).not.toBe('making');
    return await request();
  };
  return { ...world, settle };
}

it('makes the documentation of what readers see, once a version, and keeps only that one', async () => {
  const { dbt, dataDir, warehouse, orgA, orgB, settle } = await openWorld();
  await expect(dbt.docs.request(orgA, 'tiny')).rejects.toMatchObject({ code: 'HF_DBT_DOCS_NOTHING_BUILT' });
  await publishTiny(warehouse, orgA, 1);
  await expect(dbt.docs.find(orgA, 'tiny', 'index.html')).rejects.toMatchObject({
    code: 'HF_DBT_DOCS_NOT_READY',
  });
  expect(await settle(orgA)).toEqual({ state: 'ready', message: null });
  const first = await dbt.docs.find(orgA, 'tiny', 'index.html');
  expect(await readFile(first, 'utf8')).toContain('<script>');
  await publishTiny(warehouse, orgA, 2);
  expect(await dbt.docs.request(orgA, 'tiny')).toMatchObject({ state: 'making' });
  await settle(orgA);
  expect(await readdir(path.join(dataDir, 'dbt', 'docs', 'tiny', orgA))).toHaveLength(1);
  await expect(dbt.docs.find(orgB, 'tiny', 'index.html')).rejects.toMatchObject({
    code: 'HF_DBT_DOCS_NOTHING_BUILT',
  });
});

it('says why it was not made, and tries again', async () => {
  const { dbt, warehouse, orgA, settle, engine } = await openWorld();
  await publishTiny(warehouse, orgA, 1);
  engine.bin = undefined;
  await dbt.docs.request(orgA, 'tiny');
  await expect
    .poll(async () => await dbt.docs.request(orgA, 'tiny'))
    .toMatchObject({ state: 'failed', message: expect.stringContaining('being installed') });
  engine.bin = '/nowhere';
  await dbt.docs.request(orgA, 'tiny');
  expect(await settle(orgA)).toMatchObject({ state: 'ready' });
});
