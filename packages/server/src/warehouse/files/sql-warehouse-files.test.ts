import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createWarehouse } from '../index.ts';
import { openTestWarehouse, publishTables } from '../warehouse.fixture.ts';

it('publishes each version under a name of its own and points to the newest', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA } = warehouse;
  await publishTables(warehouse, { orgId: orgA, name: 'healthcare' }, 'create table t as select 1 as n');
  const second = await publishTables(
    warehouse,
    { orgId: orgA, name: 'healthcare' },
    'create table t as select 2 as n',
  );
  expect(second.version).toBe(2);
  expect(await files.current(orgA, 'healthcare')).toEqual(second);
  expect(path.relative(warehouse.dataDir, second.path)).toBe(`warehouse/${orgA}/healthcare/v000002.duckdb`);
});

it('closes files and folders to other accounts', async () => {
  const warehouse = await openTestWarehouse();
  const file = await publishTables(
    warehouse,
    { orgId: warehouse.orgA, name: 'finance' },
    'create table t (n int)',
  );
  const modeOf = async (target: string) => (await stat(target)).mode & 0o777;
  expect(await modeOf(file.path)).toBe(0o600);
  expect(await modeOf(path.dirname(file.path))).toBe(0o700);
  expect(await modeOf(path.join(warehouse.dataDir, 'warehouse'))).toBe(0o700);
});

it('keeps the last versions, and an older one for as long as somebody holds it', async () => {
  const warehouse = await openTestWarehouse({ keptVersions: 3 });
  const { files, orgA } = warehouse;
  const publish = () => publishTables(warehouse, { orgId: orgA, name: 'finance' }, 'create table t (n int)');
  const first = await publish();
  const hold = await files.holdSet(orgA, ['finance']);
  for (let count = 0; count < 4; count += 1) await publish();
  const folder = path.dirname(first.path);
  expect(await readdir(folder)).toEqual([1, 3, 4, 5].map((version) => `v00000${version}.duckdb`));
  hold.release();
  await publish();
  expect(await readdir(folder)).toEqual([4, 5, 6].map((version) => `v00000${version}.duckdb`));
});

it('rolls one name back, and begins the next version with it', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA, orgB, readers } = warehouse;
  const publish = (n: number, orgId = orgA, name = 'finance') =>
    publishTables(warehouse, { orgId, name }, `create table t as select ${n} as n`);
  for (const n of [1, 2, 3]) await publish(n);
  for (const n of [1, 2]) await publish(n, orgA, 'healthcare');
  for (const n of [1, 2]) await publish(n, orgB);
  const seen = async (orgId: string, name: string) =>
    await readers.reader({ orgId, names: [], ownWorkspace: name }).query(`select n from ${name}.t`);
  expect(await seen(orgA, 'finance')).toEqual([{ n: 3 }]);

  const { from, to } = await files.rollBack({ orgId: orgA, name: 'finance' });
  expect([from.version, to.version]).toEqual([3, 2]);
  expect(await seen(orgA, 'finance')).toEqual([{ n: 2 }]);
  await files.rollBack({ orgId: orgA, name: 'finance', version: 1 });
  expect(await seen(orgA, 'finance')).toEqual([{ n: 1 }]);
  expect(await seen(orgA, 'healthcare')).toEqual([{ n: 2 }]);
  expect(await seen(orgB, 'finance')).toEqual([{ n: 2 }]);
  expect((await publish(4)).version).toBe(4);
  const versions = await files.listVersions(orgA, 'finance');
  expect(versions.map(({ version, is_current }) => [version, is_current])).toEqual([
    [4, true],
    [3, false],
    [2, false],
    [1, false],
  ]);
});

it('lets a reader that began on the version rolled back from finish', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA, readers } = warehouse;
  for (const n of [1, 2])
    await publishTables(warehouse, { orgId: orgA, name: 'finance' }, `create table t as select ${n} as n`);
  const slow = readers
    .reader({ orgId: orgA, names: [], ownWorkspace: 'finance' })
    .query('select max(t.n) as n, count(*) as rows from finance.t, range(30000000)');
  await files.rollBack({ orgId: orgA, name: 'finance' });
  expect(await slow).toMatchObject([{ rows: 30_000_000 }]);
});

it('refuses a version that is not there, the current one, and a name without an earlier one', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA, orgB } = warehouse;
  const first = await publishTables(warehouse, { orgId: orgA, name: 'finance' }, 'create table t (n int)');
  const unknown = { code: 'HF_WAREHOUSE_VERSION_UNKNOWN' };
  for (const version of [undefined, 1, 7]) {
    const rollBack = files.rollBack({ orgId: orgA, name: 'finance', version });
    await expect.soft(rollBack, `${version}`).rejects.toMatchObject(unknown);
  }
  await expect(files.rollBack({ orgId: orgB, name: 'finance', version: 1 })).rejects.toMatchObject(unknown);
  expect(await files.current(orgA, 'finance')).toEqual(first);
});

it('does not publish what was made from a version that is no longer current', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA } = warehouse;
  const first = await publishTables(warehouse, { orgId: orgA, name: 'finance' }, 'create table t (n int)');
  const second = await publishTables(warehouse, { orgId: orgA, name: 'finance' }, 'create table t (n int)');
  await files.rollBack({ orgId: orgA, name: 'finance' });
  await using draft = await files.createDraft(orgA, 'finance');
  const draftFile = path.join(draft.folder, 'finance.duckdb');
  await writeFile(draftFile, 'x');
  const publish = (base: string | null) =>
    files.publish({ orgId: orgA, kind: 'workspace', name: 'finance', draftFile, base });
  for (const base of [second.id, null])
    await expect(publish(base)).rejects.toMatchObject({ code: 'HF_WAREHOUSE_POINTER_MOVED' });
  expect((await files.current(orgA, 'finance'))?.id).toBe(first.id);
  expect((await publish(first.id)).version).toBe(3);
});

it('keeps what old versions weigh together within the bound', async () => {
  const warehouse = await openTestWarehouse({ historyBytes: 0 });
  const { files, orgA } = warehouse;
  for (const name of ['finance', 'healthcare', 'finance'])
    await publishTables(warehouse, { orgId: orgA, name }, 'create table t (n int)');
  const left = await files.listVersions(orgA);
  expect(left.map(({ name, version }) => `${name} ${version}`)).toEqual(['finance 2', 'healthcare 1']);
});

it('gives one set of current versions, of that organisation only', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA, orgB } = warehouse;
  const mine = await publishTables(
    warehouse,
    { orgId: orgA, name: 'synthea', kind: 'source' },
    'create table t (n int)',
  );
  await publishTables(warehouse, { orgId: orgB, name: 'healthcare' }, 'create table t (n int)');
  expect(await files.currentSet(orgA, ['synthea', 'healthcare', 'unknown'])).toEqual([mine]);
});

it('numbers versions that are published at once one after the other', async () => {
  const warehouse = await openTestWarehouse();
  const publish = () =>
    publishTables(warehouse, { orgId: warehouse.orgA, name: 'finance' }, 'create table t (n int)');
  const published = await Promise.all([publish(), publish(), publish()]);
  expect(published.map((file) => file.version).sort()).toEqual([1, 2, 3]);
});

it('tells listeners of each publish until they are disposed', async () => {
  const warehouse = await openTestWarehouse();
  const heard: string[] = [];
  const stop = warehouse.files.onPublished((file) => heard.push(`${file.name} ${file.version}`));
  const publish = () =>
    publishTables(warehouse, { orgId: warehouse.orgA, name: 'finance' }, 'create table t (n int)');
  await publish();
  stop();
  await publish();
  expect(heard).toEqual(['finance 1']);
});

it('refuses a draft that its writer did not finish, and leaves the pointer', async () => {
  const warehouse = await openTestWarehouse();
  const { files, orgA } = warehouse;
  await using draft = await files.createDraft(orgA, 'finance');
  const draftFile = path.join(draft.folder, 'finance.duckdb');
  const publish = () => files.publish({ orgId: orgA, kind: 'workspace', name: 'finance', draftFile });
  await expect(publish()).rejects.toMatchObject({ code: 'HF_WAREHOUSE_DRAFT_UNFINISHED' });
  await writeFile(draftFile, 'x');
  await writeFile(`${draftFile}.wal`, 'x');
  await expect(publish()).rejects.toMatchObject({ code: 'HF_WAREHOUSE_DRAFT_UNFINISHED' });
  expect(await files.current(orgA, 'finance')).toBeUndefined();
});

it('refuses a source under the name of a workspace', async () => {
  const warehouse = await openTestWarehouse();
  const { orgA } = warehouse;
  await publishTables(warehouse, { orgId: orgA, name: 'healthcare' }, 'create table t (n int)');
  const takeOver = publishTables(
    warehouse,
    { orgId: orgA, name: 'healthcare', kind: 'source' },
    'create table t (n int)',
  );
  await expect(takeOver).rejects.toMatchObject({ code: 'HF_WAREHOUSE_NAME_TAKEN' });
});

it('refuses names that lead elsewhere or that the engine uses itself', async () => {
  const { files, orgA } = await openTestWarehouse();
  for (const name of ['../other', 'a/b', 'Upper', 'main', 'temp', '']) {
    await expect
      .soft(async () => files.createDraft(orgA, name), name)
      .rejects.toMatchObject({
        code: 'HF_WAREHOUSE_NAME_INVALID',
      });
  }
});

it('removes what a killed platform left half done, and nothing else', async () => {
  const warehouse = await openTestWarehouse();
  const { dataDir, database, orgA } = warehouse;
  const file = await publishTables(warehouse, { orgId: orgA, name: 'finance' }, 'create table t (n int)');
  const orphan = path.join(path.dirname(file.path), 'v000002.duckdb');
  const draft = path.join(dataDir, 'warehouse', '.drafts', 'left');
  await writeFile(orphan, 'x');
  await mkdir(draft, { recursive: true });
  const reopened = await createWarehouse({ queries: database.queries, dataDir });
  await reopened.close();
  await access(file.path);
  await expect(access(orphan)).rejects.toThrow('ENOENT');
  await expect(access(draft)).rejects.toThrow('ENOENT');
});
