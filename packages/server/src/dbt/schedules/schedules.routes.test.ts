import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInstance } from '../../http/index.ts';
import { MovableClock } from '../../system/movable-clock.fixture.ts';
import { openTestDbt, registerTiny } from '../dbt.fixture.ts';
import { bindScheduleRoutes } from './index.ts';

const ann = {
  id: '22222222-2222-4222-8222-222222222222',
  email: 'ann@acme.example',
  display_name: 'Ann',
  is_superadmin: false,
};

const daily = {
  workspace: 'tiny',
  name: 'Daily',
  kind: 'cron',
  cron: '30 2 * * *',
  timezone: 'Europe/Berlin',
};

/** Serves the routes behind a gate that lets everybody in, to the organisation of the header `x-org`. */
async function open() {
  const clock = new MovableClock('2026-03-28T12:00:00Z');
  const disabled = new Set<string>();
  const isOwnerEnabled = async (orgId: string) => !disabled.has(orgId);
  const opened = await openTestDbt({ clock, isOwnerEnabled });
  await registerTiny(opened.dbt, { 'models/one.sql': 'select 1 as id' });
  const app = createInstance({
    log: pino({ level: 'silent' }),
    trustedProxies: [],
    gate: (request, done) => {
      const id = request.headers['x-org'] === 'b' ? opened.orgB : opened.orgA;
      const org = { id, slug: 'acme', name: 'Acme' };
      request.caller = { kind: 'session', user: ann, org, session_id: null, must_change_password: false };
      done();
    },
  });
  bindScheduleRoutes(app, opened.dbt.schedules);
  onTestFinished(() => app.close());
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object, org = 'a') => {
    const url = `/api/dbt/schedules${path}`;
    const answer = await app.inject({ method, url, headers: { 'x-org': org }, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const refusal = async (payload: object) => {
    const { status, body } = await ask('POST', '', { ...daily, ...payload });
    return `${status} ${body.code}: ${body.message}`;
  };
  const { queries } = opened.database;
  const listActions = async () =>
    (await queries.selectFrom('audit_log').select('action').orderBy('id').execute()).map((row) => row.action);
  return { ...opened, clock, disabled, ask, refusal, queries, listActions };
}

it('makes a schedule and shows its next five times, also on the clocks of its zone', async () => {
  const { ask, listActions } = await open();
  const { status, body } = await ask('POST', '', daily);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { origin: 'person', created_by: ann.email, misfire: 'latest', overlap: 'queue', enabled: true },
  });
  expect(body.next).toHaveLength(5);
  expect(body.next.slice(0, 2)).toEqual([
    { at: '2026-03-29T01:00:00.000Z', in_zone: '2026-03-29T03:00:00+02:00' },
    { at: '2026-03-30T00:30:00.000Z', in_zone: '2026-03-30T02:30:00+02:00' },
  ]);
  expect((await ask('GET')).body.schedules).toEqual([body]);
  expect((await ask('GET', '', undefined, 'b')).body.schedules).toEqual([]);
  expect(await listActions()).toEqual(['schedule.created']);
});

it('previews times without keeping anything', async () => {
  const { ask } = await open();
  const { body } = await ask('POST', '/preview', { kind: 'interval', every: '6h' });
  expect(body.next.map(({ at }: { at: string }) => at)).toEqual([
    '2026-03-28T18:00:00.000Z',
    '2026-03-29T00:00:00.000Z',
    '2026-03-29T06:00:00.000Z',
    '2026-03-29T12:00:00.000Z',
    '2026-03-29T18:00:00.000Z',
  ]);
  expect((await ask('GET')).body.schedules).toEqual([]);
});

it('changes, switches and deletes a schedule, and keeps account of it', async () => {
  const { ask, clock, listActions } = await open();
  const { body: made } = await ask('POST', '', daily);
  const { body: changed } = await ask('PUT', `/${made.id}`, {
    ...daily,
    cron: '0 6 * * *',
    select: 'tag:hot',
  });
  expect(changed).toMatchObject({ cron: '0 6 * * *', select: 'tag:hot' });
  expect((await ask('POST', `/${made.id}/switch`, { enabled: false })).body.next).toEqual([]);
  clock.moveTo('2026-04-05T12:00:00Z');
  const { body: resumed } = await ask('POST', `/${made.id}/switch`, { enabled: true });
  expect(resumed.next[0].at).toBe('2026-04-06T04:00:00.000Z');
  expect((await ask('DELETE', `/${made.id}`)).status).toBe(200);
  expect((await ask('PUT', `/${made.id}`, daily)).body.code).toBe('HF_CORE_NOT_FOUND');
  expect(await listActions()).toEqual([
    'schedule.created',
    'schedule.changed',
    'schedule.switched_off',
    'schedule.switched_on',
    'schedule.deleted',
  ]);
});

it('does not make up for times that passed while it was switched off', async () => {
  const { ask, clock, queries } = await open();
  const { body } = await ask('POST', '', { ...daily, enabled: false, misfire: 'all' });
  clock.moveTo('2026-04-05T12:00:00Z');
  await ask('POST', `/${body.id}/switch`, { enabled: true });
  const row = await queries.selectFrom('dbt_schedules').select('next_due_at').executeTakeFirstOrThrow();
  expect(row.next_due_at).toEqual(new Date('2026-04-06T00:30:00Z'));
});

it('builds at once by hand, and shows that build as the last', async () => {
  const { ask } = await open();
  const { body: made } = await ask('POST', '', daily);
  const { body: run } = await ask('POST', `/${made.id}/fire`);
  expect(run).toMatchObject({ state: 'queued', trigger: 'manual', requested_by: ann.email });
  const [schedule] = (await ask('GET')).body.schedules;
  expect(schedule.last_firing).toMatchObject({ outcome: 'queued', reason: 'by hand', run: { id: run.id } });
});

describe('refuses', () => {
  it('what it cannot read, with the field', async () => {
    const { refusal, ask } = await open();
    expect(await refusal({ cron: '61 * * * *' })).toBe(
      "400 HF_SCHEDULE_INVALID: 'cron' is not usable: '61 * * * *' is no cron expression: Invalid value for minute: 61.",
    );
    expect(await refusal({ cron: '0 12 31 2 *' })).toContain("'0 12 31 2 *' never comes");
    expect(await refusal({ cron: '* * * * * *' })).toContain('comes more often than once a minute');
    expect(await refusal({ timezone: 'Mars/Base' })).toContain(
      "'timezone' is not usable: there is no time zone 'Mars/Base'",
    );
    expect(await refusal({ kind: 'interval', every: '10s' })).toContain("'10s' is not a distance");
    expect(await refusal({ select: 'a --vars x' })).toContain(
      "'select' is not usable: '--vars' is no selector",
    );
    expect(await refusal({ kind: 'on_import', on_import: 'No Name' })).toContain("'No Name' is not the name");
    expect(await refusal({ kind: 'on_success', on_success_of: 'nobody' })).toContain(
      "no workspace 'nobody' here",
    );
    expect(await refusal({ name: ' ' })).toContain("'name' is not usable: it is empty");
    expect(await refusal({ workspace: 'nobody' })).toContain('404 HF_DBT_WORKSPACE_UNKNOWN');
    const { body } = await ask('POST', '/preview', { kind: 'cron', cron: 'x' });
    expect(body).toMatchObject({ code: 'HF_SCHEDULE_INVALID', context: { field: 'cron' } });
    expect((await ask('GET')).body.schedules).toEqual([]);
  });

  it('a workspace that follows itself, also by way of another', async () => {
    const { dbt, refusal, ask } = await open();
    const folder = dbt.workspaces.get('tiny')?.folder ?? '';
    const other = { slug: 'other', display_name: 'Other', owner: 'other', folder, requires: [] };
    await dbt.workspaces.register(other);
    const after = (slug: string) => ({ kind: 'on_success', on_success_of: slug });
    expect(await refusal(after('tiny'))).toContain("'tiny' is built after 'tiny' itself");
    expect((await ask('POST', '', { ...daily, ...after('tiny'), workspace: 'other' })).status).toBe(200);
    expect(await refusal(after('other'))).toContain("'other' is built after 'tiny' itself");
  });

  it('schedules of other organisations, and of a plugin that is switched off', async () => {
    const { ask, disabled, orgA } = await open();
    const { body: made } = await ask('POST', '', daily);
    for (const [method, path, payload] of [
      ['PUT', '', daily],
      ['DELETE', '', undefined],
      ['POST', '/fire', undefined],
      ['POST', '/reset', undefined],
      ['POST', '/switch', { enabled: false }],
    ] as const)
      expect((await ask(method, `/${made.id}${path}`, payload, 'b')).status).toBe(404);
    disabled.add(orgA);
    expect((await ask('GET')).body.schedules).toEqual([]);
    expect((await ask('POST', `/${made.id}/fire`)).status).toBe(404);
    expect((await ask('POST', '', daily)).body.code).toBe('HF_DBT_WORKSPACE_UNKNOWN');
  });
});

it('sets a plugin’s schedule back to what the plugin brought, and does not delete it', async () => {
  const { ask, queries, orgA } = await open();
  const timing = { kind: 'cron', cron: '0 3 * * *', timezone: 'UTC' } as const;
  const nothing = { every_seconds: null, on_success_of: null, on_import: null, selection: null };
  const seeded = { name: 'nightly', ...timing, ...nothing, misfire: 'latest', overlap: 'queue' } as const;
  const own = { org_id: orgA, workspace: 'tiny', origin: 'plugin', schedule_key: 'nightly' } as const;
  const { id } = await queries
    .insertInto('dbt_schedules')
    .values({ ...seeded, ...own, seeded: JSON.stringify(seeded) })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect((await ask('DELETE', `/${id}`)).body.code).toBe('HF_SCHEDULE_OF_PLUGIN');
  expect((await ask('PUT', `/${id}`, { ...daily, name: 'nightly' })).body).toMatchObject({
    is_changed: true,
  });
  const { body } = await ask('POST', `/${id}/reset`);
  expect(body).toMatchObject({ is_changed: false, cron: '0 3 * * *', timezone: 'UTC', enabled: true });
  const { body: made } = await ask('POST', '', daily);
  expect((await ask('POST', `/${made.id}/reset`)).body.code).toBe('HF_SCHEDULE_OF_PERSON');
});
