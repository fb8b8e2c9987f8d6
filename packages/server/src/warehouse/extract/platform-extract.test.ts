import { expect, it } from 'vitest';
import { createSqlAuditLog } from '../../audit/index.ts';
import { openTestWarehouse, type TestWarehouse } from '../warehouse.fixture.ts';

async function insertMember({ database }: TestWarehouse, orgId: string, email: string): Promise<string> {
  const { id } = await database.queries
    .insertInto('users')
    .values({ email, display_name: 'Says "hi", often', password_hash: 'secret-hash' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.queries.insertInto('user_orgs').values({ user_id: id, org_id: orgId }).execute();
  return id;
}

async function openFilled() {
  const warehouse = await openTestWarehouse();
  const { database, orgA, orgB } = warehouse;
  const ann = await insertMember(warehouse, orgA, 'ann@acme.example');
  const bob = await insertMember(warehouse, orgB, 'bob@beta.example');
  const auditLog = createSqlAuditLog(database.queries);
  for (const [org_id, id] of [
    [orgA, ann],
    [orgB, bob],
  ] as const) {
    const group = await database.queries
      .insertInto('groups')
      .values({ org_id, name: 'viewers', owner: 'healthcare' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await database.queries.insertInto('user_groups').values({ group_id: group.id, user_id: id }).execute();
    const details = { note: 'secret-detail' };
    const target = { target_type: 'patient', target_id: 'p1' };
    await auditLog.record({
      org_id,
      actor: { id, name: 'x' },
      action: 'patient.opened',
      ip: '10.9.8.7',
      details,
      ...target,
    });
  }
  return warehouse;
}

it('writes the rows of one organisation to the raw source honeyframe', async () => {
  const { extract, readers, orgA } = await openFilled();
  const file = await extract.refresh(orgA);
  expect(file).toMatchObject({ kind: 'source', name: 'honeyframe', version: 1, details: { tables: 7 } });
  const reader = readers.reader({ orgId: orgA, names: ['honeyframe'], ownWorkspace: 'platform' });
  expect(
    await reader.query('select email, display_name, active, last_sign_in_at from honeyframe.users'),
  ).toEqual([
    { email: 'ann@acme.example', display_name: 'Says "hi", often', active: true, last_sign_in_at: null },
  ]);
  expect(await reader.query('select slug from honeyframe.orgs')).toEqual([{ slug: 'acme' }]);
  const members = await reader.query(`select g.name, g.owner, u.email from honeyframe.group_members m
    join honeyframe.groups g on g.id = m.group_id join honeyframe.users u on u.id = m.user_id`);
  expect(members).toEqual([{ name: 'viewers', owner: 'healthcare', email: 'ann@acme.example' }]);
  expect(
    await reader.query('select action, target_id, e.at is not null as dated from honeyframe.audit_events e'),
  ).toEqual([{ action: 'patient.opened', target_id: 'p1', dated: true }]);
  expect(await reader.query('select * from honeyframe.plugins')).toEqual([]);
});

it('writes no hash, address or detail', async () => {
  const { extract, readers, orgA } = await openFilled();
  await extract.refresh(orgA);
  const reader = readers.reader({ orgId: orgA, names: ['honeyframe'], ownWorkspace: 'platform' });
  const columns = await reader.query<{ column_name: string }>(
    "select distinct column_name from duckdb_columns() where database_name = 'honeyframe'",
  );
  const names = columns.map((column) => column.column_name);
  expect(names).toContain('email');
  expect(names.filter((name) => /hash|token|password|ip$|details|agent/.test(name))).toEqual([]);
});

it('reads an audit log of several pages whole', async () => {
  const { extract, readers, orgA, database } = await openFilled();
  const rows = Array.from({ length: 11_000 }, () => ({ org_id: orgA, actor: 'x', action: 'page.opened' }));
  await database.queries.insertInto('audit_log').values(rows).execute();
  await extract.refresh(orgA);
  const reader = readers.reader({ orgId: orgA, names: ['honeyframe'], ownWorkspace: 'platform' });
  expect(await reader.query('select count(distinct id) as n from honeyframe.audit_events')).toEqual([
    { n: 11_001 },
  ]);
});
