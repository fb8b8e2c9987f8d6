import { createTestDatabase } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../database/index.ts';

async function openUpTo(url: string, upTo?: string) {
  const database = await openDatabase({ url, secretKey: Buffer.alloc(32, 1), ...(upTo && { upTo }) });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await database.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { queries: database.ownerQueries, close };
}

async function createUrl() {
  const { url, drop } = await createTestDatabase();
  onTestFinished(() => drop());
  return url;
}

const BEFORE = '0012-dbt-built-versions';

it('lets administrators of organisations that are there already preview datasets, and nobody else', async () => {
  const url = await createUrl();
  const { queries, close } = await openUpTo(url, BEFORE);
  const insertOrg = queries.insertInto('orgs').values({ slug: 'acme', name: 'Acme' }).returning('id');
  const { id: org_id } = await insertOrg.executeTakeFirstOrThrow();
  const keys = ['org_admins', 'designers', 'analysts', 'viewers', 'all_members'];
  const groups = keys.map((key) => ({ org_id, name: key, owner: 'system', system_key: key }));
  await queries.insertInto('groups').values(groups).execute();
  await close();

  const later = await openUpTo(url);
  const grants = await later.queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_id')
    .select(['system_key', 'origin'])
    .where('permission_type', '=', 'dataset.preview')
    .execute();
  expect(grants).toEqual([{ system_key: 'org_admins', origin: 'system' }]);
});

it('says of nodes that ran before whose they are', async () => {
  const url = await createUrl();
  const { queries, close } = await openUpTo(url, BEFORE);
  const insertOrg = queries.insertInto('orgs').values({ slug: 'acme', name: 'Acme' }).returning('id');
  const { id: org_id } = await insertOrg.executeTakeFirstOrThrow();
  const run = {
    org_id,
    workspace: 'tiny',
    trigger: 'manual',
    state: 'success',
    queued_at: '2026-01-01T00:00:00Z',
  };
  const insertRun = queries.insertInto('dbt_runs').values(run).returning('id');
  const { id: run_id } = await insertRun.executeTakeFirstOrThrow();
  const node = { run_id, unique_id: 'model.tiny.one', name: 'one', resource_type: 'model', position: 0 };
  await queries
    .insertInto('dbt_run_nodes')
    .values({ ...node, state: 'success' })
    .execute();
  await close();

  const later = await openUpTo(url);
  expect(await later.queries.selectFrom('dbt_run_nodes').selectAll().execute()).toMatchObject([
    { org_id, workspace: 'tiny', queued_at: new Date(run.queued_at) },
  ]);
});
