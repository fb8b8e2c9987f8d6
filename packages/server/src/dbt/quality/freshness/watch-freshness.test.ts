import { expect, it } from 'vitest';
import { publishSource } from '../../dbt.fixture.ts';
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
