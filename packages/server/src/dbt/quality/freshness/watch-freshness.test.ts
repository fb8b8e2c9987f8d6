import { PlatformError } from '@honeyframe/contract';
import { expect, it } from 'vitest';
import { publishTables } from '../../../warehouse/warehouse.fixture.ts';
import { createWorkspaceFolder, publishSource, writeFiles } from '../../dbt.fixture.ts';
import { openTestQuality, readMessages, source } from '../quality.fixture.ts';

const hours = (warn: number, error: number, more: object = {}) => ({
  freshness: {
    warn_after: { count: warn, period: 'hour' },
    error_after: { count: error, period: 'hour' },
    ...more,
  },
});

const after = (hoursLater: number) => new Date(Date.now() + hoursLater * 3_600_000);

it('tells once that a source is stale and once that it is fresh again, by the time of its import', async () => {
  const world = await openTestQuality({ sources: [source('people', hours(1, 2)), source('places')] });
  const { dbt, warehouse, clock, orgA, orgB } = world;
  const look = async () => {
    await dbt.quality.watch.check();
    const { sources } = await dbt.quality.overview.describe(orgA);
    return sources.map(({ relation, state }) => `${relation} ${state}`);
  };
  expect(await look()).toEqual(['raw.people null', 'raw.places null']);
  await publishSource(warehouse, orgA, 'raw', 'create table people as select 1 as id');
  const told = [];
  for (const [later, state] of [
    [0, 'pass'],
    [1.5, 'warn'],
    [49, 'error'],
    [50, 'error'],
  ] as const) {
    clock.moveTo(after(later));
    expect(await look()).toEqual([`raw.people ${state}`, 'raw.places null']);
    told.push((await readMessages(world, orgA)).length);
  }
  expect(told).toEqual([0, 0, 1, 1]);
  await publishSource(warehouse, orgA, 'raw', 'create table people as select 2 as id');
  clock.moveTo(after(0));
  await look();
  expect(await readMessages(world, orgA)).toEqual([
    "staleness: The newest rows of 'raw.people' are 2 days old; 'tiny' expects none older than 2 hours.",
    "recovery: 'raw.people' is fresh again.",
  ]);
  expect(await readMessages(world, orgB)).toEqual([]);
});

it('asks the field that the workspace names, within its filter, once a version', async () => {
  const named = { loaded_at_field: 'loaded', ...hours(1, 2, { filter: "kind = 'a'" }) };
  const world = await openTestQuality({ sources: [source('people', named)] });
  const { dbt, warehouse, orgA, clock } = world;
  const rows = "values (timestamp '2026-03-01 06:30:00', 'a'), (timestamp '2026-03-01 07:59:00', 'b')";
  await publishSource(warehouse, orgA, 'raw', `create table people as from (${rows}) as t(loaded, kind)`);
  clock.moveTo('2026-03-01T08:00:00Z');
  await dbt.quality.watch.check();
  const [found] = (await dbt.quality.overview.describe(orgA)).sources;
  expect(found).toMatchObject({
    state: 'warn',
    data_as_of: '2026-03-01T06:30:00.000Z',
    measured_by: 'field',
  });
});

it('says what keeps it from measuring, and reaches nothing but the source', async () => {
  const field = (loaded_at_field: string) => ({ loaded_at_field, ...hours(1, 2) });
  const sources = [
    source('people', field('nowhere')),
    source('places', field("(select content from read_text('/etc/passwd'))")),
    source('things', field('null')),
    source('users', { database: 'honeyframe', ...hours(1, 2) }),
  ];
  const world = await openTestQuality({ sources });
  const { dbt, warehouse, orgA } = world;
  const tables = ['people', 'places', 'things'].map((name) => `create table ${name} as select 1 as id`);
  await publishSource(warehouse, orgA, 'raw', ...tables);
  await publishSource(warehouse, orgA, 'honeyframe', 'create table users as select 1 as id');
  await dbt.quality.watch.check();
  const found = (await dbt.quality.overview.describe(orgA)).sources;
  expect(found.map(({ relation, state, problem }) => [relation, state, problem])).toEqual([
    ['raw.people', 'unmeasured', expect.stringContaining('nowhere')],
    ['raw.places', 'unmeasured', expect.not.stringContaining('root')],
    ['raw.things', 'unmeasured', 'No row has a time in its field.'],
  ]);
  expect(await readMessages(world, orgA)).toEqual([]);
});

it('asks the query that the workspace gives, with the names of tables filled in, before its field', async () => {
  const query = `{# the log knows -#}
    select max(loaded) from {{ source('raw', 'imports') }} where subject = '{{ this.identifier }}'
      and (select count(*) from {{this}}) > 0 -- and no more`;
  const people = source('people', { loaded_at_field: 'nowhere', loaded_at_query: query, ...hours(1, 2) });
  const world = await openTestQuality({ sources: [people, source('imports')] });
  const { dbt, warehouse, orgA, clock } = world;
  const rows =
    "values (timestamptz '2026-03-01 06:30:00+00', 'people'), ('2026-03-01 07:59:00+00', 'places')";
  await publishSource(
    warehouse,
    ...([orgA, 'raw', 'create table people as select 1 as id'] as const),
    `create table imports as from (${rows}) as t(loaded, subject)`,
  );
  clock.moveTo('2026-03-01T08:00:00Z');
  await dbt.quality.watch.check();
  const { sources } = await dbt.quality.overview.describe(orgA);
  expect(sources.find(({ relation }) => relation === 'raw.people')).toMatchObject({
    state: 'warn',
    data_as_of: '2026-03-01T06:30:00.000Z',
    measured_by: 'query',
    problem: null,
  });
});

it('lets a query reach nothing but the file of its source', async () => {
  const { dbt, warehouse, orgA, orgB, ...world } = await openTestQuality({
    sources: [
      ...Object.entries({
        reads_file: "select content from read_text('/etc/passwd')",
        reads_secret: 'select max(email) from hidden.main.secrets',
        unlocks:
          'select 1) as timestamp)); set enable_external_access = true; select epoch_ms(cast((select 1',
        attaches:
          "select 1) as timestamp)); attach '/tmp/other.duckdb' as other; select epoch_ms(cast((select 1",
        many: 'select loaded from raw.main.things',
        never: 'select null',
        endless: 'select {% for i in [1] %} 1 {% endfor %}',
        calls: "select {{ env_var('HOME') }}",
        unknown: "select max(loaded) from {{ source('raw', 'gone') }}",
      }).map(([name, loaded_at_query]) => source(name, { loaded_at_query, ...hours(1, 2) })),
    ],
  });
  const tables = ['create table things as select unnest([now(), now()]) as loaded'];
  await publishSource(warehouse, orgA, 'raw', ...tables);
  await publishSource(warehouse, orgB, 'hidden', "create table secrets as select 'hidden-content' as email");
  await publishSource(warehouse, orgA, 'hidden', "create table secrets as select 'hidden-content' as email");
  await dbt.quality.watch.check();
  const { sources } = await dbt.quality.overview.describe(orgA);
  expect(new Set(sources.map(({ state }) => state))).toEqual(new Set(['unmeasured']));
  const said = Object.fromEntries(sources.map(({ relation, problem }) => [relation.slice(4), problem]));
  expect(said).toEqual({
    reads_file: expect.stringMatching(/Permission Error|disabled/),
    reads_secret: expect.stringMatching(/Catalog "hidden" does not exist/),
    unlocks: expect.stringContaining('multiple statements'),
    attaches: expect.stringContaining('multiple statements'),
    many: expect.stringContaining('More than one row'),
    never: 'Its loaded_at_query finds no time.',
    endless: expect.stringContaining("'{% for i in [1] %}'"),
    calls: expect.stringContaining("'{{ env_var('HOME') }}'"),
    unknown: expect.stringContaining("'{{ source('raw', 'gone') }}'"),
  });
  expect(JSON.stringify(sources)).not.toMatch(/root:|hidden-content/);
  expect(await readMessages({ dbt, ...world }, orgA)).toEqual([]);
});

/** The platform's own workspace, whose view looks into the extract with every user. */
async function publishSignIns({ dbt, warehouse, orgA }: Awaited<ReturnType<typeof openTestQuality>>) {
  const folder = await createWorkspaceFolder({
    'models/sign_ins.sql': 'select 1 as id',
    'models/sources.yml': 'sources: [{ name: honeyframe, database: honeyframe, tables: [{ name: users }] }]',
  });
  const own = { slug: 'platform', display_name: 'Platform', owner: 'platform' };
  await dbt.workspaces.register({ ...own, folder, requires: [] });
  const users =
    "create table users as select 'hidden-content' as email, timestamp '2026-03-01 07:30:00' as loaded";
  await publishSource(warehouse, orgA, 'honeyframe', users);
  const extract = await warehouse.files.current(orgA, 'honeyframe');
  if (!extract) throw new Error('no extract');
  const view = 'create view sign_ins as select loaded from honeyframe.main.users';
  await publishTables(warehouse, { orgId: orgA, name: 'platform', attach: [extract] }, view);
}

it('looks through a view of another workspace for a column, and not for SQL of an author', async () => {
  const platform = { database: 'platform', ...hours(1, 2) };
  const from = (sql: string) => `(select ${sql} from honeyframe.main.users)`;
  const sources = [
    source('sign_ins', { ...platform, loaded_at_field: 'loaded' }),
    source('filtered', { ...platform, loaded_at_field: 'now()', ...hours(1, 2, { filter: from('true') }) }),
    source('field', { ...platform, loaded_at_field: from('email') }),
    source('query', { ...platform, loaded_at_query: from('email') }),
  ].map((each) => ({ ...each, identifier: 'sign_ins' }));
  const world = await openTestQuality({ sources });
  const { dbt, orgA, clock } = world;
  await publishSignIns(world);
  clock.moveTo('2026-03-01T08:00:00Z');
  await dbt.quality.watch.check();
  const found = (await dbt.quality.overview.describe(orgA)).sources.filter(
    ({ workspace }) => workspace === 'tiny',
  );
  const hidden = expect.stringContaining('Catalog "honeyframe" does not exist');
  expect(Object.fromEntries(found.map(({ unique_id, problem }) => [unique_id.slice(16), problem]))).toEqual({
    sign_ins: null,
    filtered: hidden,
    field: hidden,
    query: hidden,
  });
  expect(found.find(({ problem }) => problem === null)).toMatchObject({
    data_as_of: '2026-03-01T07:30:00.000Z',
  });
});

it('goes on with what the last good version expects while the workspace cannot be parsed, also after a restart', async () => {
  const world = await openTestQuality({ sources: [source('people', hours(1, 2))] });
  const { dbt, warehouse, orgA, clock, workspace } = world;
  await dbt.quality.watch.check();
  await writeFiles(workspace.folder, { 'models/one.sql': 'select broken' });
  const node = await world.openAnother({ clock });
  const { slug, display_name, owner, folder, requires } = workspace;
  await node.workspaces.register({ slug, display_name, owner, folder, requires });
  node.workspaces.noteOutcome('tiny', new PlatformError('HF_DBT_PARSE_FAILED', { reason: 'broken' }));
  expect(node.workspaces.get('tiny')?.state).toBe('quarantined');
  await publishSource(warehouse, orgA, 'raw', 'create table people as select 1 as id');
  clock.moveTo(after(3));
  await node.quality.watch.check();
  expect((await node.quality.overview.describe(orgA)).sources).toMatchObject([
    { relation: 'raw.people', state: 'error', error_after_seconds: 7200 },
  ]);
});

it('forgets a source that the workspace gave up', async () => {
  const world = await openTestQuality({ sources: [source('people', hours(1, 2))] });
  const { dbt, database, orgA } = world;
  const values = { org_id: orgA, workspace: 'tiny', unique_id: 'source.tiny.raw.old', relation: 'raw.old' };
  await database.queries
    .insertInto('dbt_source_freshness')
    .values({ ...values, state: 'error', measured_by: 'import', measure: 'import' })
    .execute();
  await dbt.quality.watch.check();
  const { sources } = await dbt.quality.overview.describe(orgA);
  expect(sources.map(({ relation }) => relation)).toEqual(['raw.people']);
});
