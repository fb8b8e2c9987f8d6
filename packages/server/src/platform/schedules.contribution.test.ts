import { accessApi, type DbtSchedule, dbtSchedulesApi, lifeCycleApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

const files = {
  'plugin.yaml': `name: clinic
version: 1.0.0
dbt_workspace: dbt/
schedules:
  - { name: nightly, cron: "0 3 * * *", timezone: Europe/Berlin, misfire: skip }
  - { name: fresh, on_import: clinic_raw, select: "tag:fresh", overlap: skip }
`,
  'dbt/dbt_project.yml': 'name: clinic\nversion: 1.0.0\nprofile: other\n',
  'dbt/models/visits.sql': 'select 1 as id',
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ plugins: [{ slug: 'clinic', files }] });
});
afterAll(() => platform.stop());

async function list(user: TestUser, orgId?: string): Promise<DbtSchedule[]> {
  const response = await user.fetch('/api/dbt/schedules', orgId ? { headers: { 'x-org-id': orgId } } : {});
  return ((await response.json()) as { schedules: DbtSchedule[] }).schedules;
}

async function readLedger(): Promise<unknown[]> {
  const client = new Client({ connectionString: platform.databaseUrl });
  await client.connect();
  const { rows } = await client.query(`
    select o.slug as org, l.name from honeyframe.plugin_ledger l left join honeyframe.orgs o on o.id = l.org_id
    where l.kind = 'schedule' order by 1, 2`);
  await client.end();
  return rows;
}

it('gives every organisation the schedules of a plugin, also one that is made later', async () => {
  const expected = [
    { name: 'fresh', kind: 'on_import', on_import: 'clinic_raw', select: 'tag:fresh', overlap: 'skip' },
    { name: 'nightly', kind: 'cron', timezone: 'Europe/Berlin', misfire: 'skip', origin: 'plugin' },
  ];
  expect(await list(platform.admin)).toMatchObject(expected);
  const org = await platform.admin.client(accessApi).createOrg({ body: { slug: 'second', name: 'Second' } });
  expect(await list(platform.admin, org.id)).toMatchObject(expected);
  const [{ org: first } = { org: '' }] = (await readLedger()) as { org: string }[];
  expect(await readLedger()).toEqual([
    { org: first, name: 'fresh' },
    { org: first, name: 'nightly' },
    { org: 'second', name: 'fresh' },
    { org: 'second', name: 'nightly' },
  ]);
});

it('shows those who may only read builds the schedules, and keeps them from changing any', async () => {
  const member = await platform.createMember('reader@example.org', ['Analysts']);
  const [schedule] = await list(member);
  const response = await member.fetch(`/api/dbt/schedules/${schedule?.id}/switch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ enabled: false }),
  });
  expect(response.status).toBe(403);
  const designer = await platform.createMember('designer@example.org', ['Designers']);
  const params = { id: schedule?.id ?? '' };
  const schedules = designer.client(dbtSchedulesApi);
  expect(await schedules.switchSchedule({ params, body: { enabled: false } })).toMatchObject({
    is_changed: true,
  });
  expect(await schedules.resetSchedule({ params })).toMatchObject({ is_changed: false, enabled: true });
});

it('hides the schedules of a plugin that is disabled, and takes them away with the plugin', async () => {
  const life = platform.admin.client(lifeCycleApi);
  const take = async (request: { step: 'disable' } | { step: 'uninstall'; data: 'keep' }) => {
    const step = { ...request, plugin: 'clinic' };
    const { id: plan_id } = await life.plan({ body: step });
    await life.apply({ body: { ...step, plan_id } });
  };
  await take({ step: 'disable' });
  expect(await list(platform.admin)).toEqual([]);
  await take({ step: 'uninstall', data: 'keep' });
  expect(await readLedger()).toEqual([]);
});
