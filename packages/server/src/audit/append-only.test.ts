import { createTestDatabase } from '@honeyframe/testkit';
import { sql } from 'kysely';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase, type Queries } from '../database/index.ts';
import { platformActor } from './audit-log.ts';
import { claimDay, pruneAuditLog } from './audit-retention.ts';
import { createSqlAuditLog } from './sql-audit-log.ts';

const secretKey = Buffer.alloc(32, 7);
const ORG = '0b1a6c3e-7c1f-4d7e-9a51-3f9a4c0f6f10';

async function open() {
  const test = await createTestDatabase();
  onTestFinished(() => test.drop());
  const database = await openDatabase({ url: test.url, secretKey });
  onTestFinished(() => database.close());
  const auditLog = createSqlAuditLog(database.queries);
  await auditLog.record({ org_id: ORG, actor: platformActor, action: 'group.created' });
  return { database, auditLog, url: test.url };
}

const changes = [
  `update audit_log set actor = 'somebody else'`,
  'delete from audit_log',
  'truncate audit_log',
  `insert into audit_log (actor, action, at) values ('x', 'y', now() - interval '1 year')`,
  `insert into audit_log (actor, action, id) overriding system value values ('x', 'y', 1)`,
  'alter table audit_log disable trigger all',
  'drop table audit_log',
];

describe('the runtime role', () => {
  it.each(changes)('is refused: %s', async (statement) => {
    const { database } = await open();
    await expect(sql.raw(statement).execute(database.queries)).rejects.toMatchObject({ code: '42501' });
  });

  it('is refused after another start as well', async () => {
    const { database, url } = await open();
    const again = await openDatabase({ url, secretKey });
    onTestFinished(() => again.close());
    for (const statement of changes) {
      await expect(sql.raw(statement).execute(database.queries)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('is refused as a plugin’s role too, which may not even read', async () => {
    const { database, url } = await open();
    const owner = new Client({ connectionString: url });
    await owner.connect();
    onTestFinished(() => owner.end());
    const role = database.roles.pluginRole('notes');
    await owner.query(`create role ${role} nologin; grant ${role} to ${database.roles.runtime}`);
    onTestFinished(async () => void (await owner.query(`drop role ${role}`)));
    for (const statement of [...changes, 'select * from audit_log']) {
      const attempt = database.queries.transaction().execute(async (trx) => {
        await sql.raw(`set local role ${role}; set local search_path = honeyframe`).execute(trx);
        await sql.raw(statement.replace('audit_log', 'honeyframe.audit_log')).execute(trx);
      });
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('retention', () => {
  const insertOld = (owner: Queries, count: number, days: number, orgId: string | null) =>
    sql`insert into audit_log (org_id, actor, action, at)
      select ${orgId}::uuid, 'ada', 'patient.opened', now() - make_interval(days => ${days})
      from generate_series(1, ${count})`.execute(owner);

  it('removes what is too old, more than one batch of it, and says how much in each organisation', async () => {
    const { database, auditLog } = await open();
    const { ownerQueries } = database;
    await insertOld(ownerQueries, 5003, 31, ORG);
    await insertOld(ownerQueries, 2, 40, null);
    await insertOld(ownerQueries, 4, 29, ORG);
    const log = { info: () => {}, error: () => {} };
    expect(await pruneAuditLog({ ownerQueries, auditLog, days: 30, log })).toBe(5005);

    const own = await auditLog.list({ org_id: ORG, limit: 100 });
    expect(own.rows.filter(({ action }) => action === 'patient.opened')).toHaveLength(4);
    const records = own.rows.filter(({ action }) => action === 'audit.pruned');
    const removed = records.map(({ details }) => Number(details.removed));
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(5003);
    expect(records[0]?.details).toMatchObject({ retention_days: 30, until: expect.stringMatching(/Z$/) });
    const platform = await auditLog.list({ org_id: null, limit: 100 });
    expect(platform.rows).toMatchObject([{ action: 'audit.pruned', details: { removed: 2 } }]);
  });

  it('is carried out once a day, whoever asks', async () => {
    const { database } = await open();
    const { ownerQueries } = database;
    const answers = await Promise.all([claimDay(ownerQueries), claimDay(ownerQueries)]);
    expect(answers.sort()).toEqual([false, true]);
    await sql`update platform_settings set value = to_jsonb(now() - interval '25 hours')
      where key = 'audit_retention_last_run'`.execute(ownerQueries);
    expect(await claimDay(ownerQueries)).toBe(true);
  });
});
