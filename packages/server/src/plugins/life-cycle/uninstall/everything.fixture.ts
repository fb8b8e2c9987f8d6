import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  accessApi,
  dbtApi,
  lifeCycleApi,
  type PluginPlan,
  type StepRequest,
  settingsApi,
} from '@honeyframe/contract/api';
import type { TestPlatform } from '@honeyframe/testkit';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import type { Tables } from '../../../database/index.ts';
import { createWarehouse } from '../../../warehouse/index.ts';
import { publishTables } from '../../../warehouse/warehouse.fixture.ts';

/** A plugin that uses every surface there is. */
export const everything: Readonly<Record<string, string>> = {
  'plugin.yaml': `name: all-in
version: 1.0.0
routers: ["./backend/visits.ts:router"]
permissions: [visit.read, visit.edit]
seed_groups:
  - { name: all_staff, permissions: [visit.read, visit.edit] }
  - { name: all_viewers, permissions: [visit.read] }
migrations: migrations
dbt_workspace: dbt/
frontend_entry: frontend/src/index.tsx
nav:
  - { label: Visits, path: /all-in/visits, icon: users }
schedules:
  - { name: nightly, cron: "0 3 * * *" }
settings:
  type: object
  properties:
    api_url: { type: string }
    api_key: { type: string, format: password }
`,
  'backend/visits.ts': `import { text } from './words.ts';
export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async ({ ctx }) => {
    return { text, rows: await ctx.db.query('select note from visits order by note') };
  });
  app.post('/visits', { config: { permission: 'visit.edit' } }, async ({ ctx, body }) => {
    await ctx.db.query('insert into visits (note) values ($1)', [body.note]);
    await ctx.audit({ action: 'visit.created' });
    return {};
  });
};`,
  'backend/words.ts': "export const text: string = 'visits';",
  'migrations/0001-visits.sql': `create type visit_kind as enum ('home', 'ward');
create table visits (id bigint generated always as identity primary key, org_id uuid not null, note text, kind visit_kind);
create function count_visits() returns bigint language sql as 'select count(*) from visits';
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before insert on visits for each row execute function touch();
create view notes as select note from visits;
create sequence tickets;
create table places (name text primary key);
insert into places values ('ward');`,
  'dbt/dbt_project.yml': 'name: all_in\nversion: 1.0.0\nprofile: other\n',
  'dbt/models/visits.sql': "select * from {{ source('clinic_raw', 'visits') }}",
  'dbt/models/sources.yml': `version: 2
sources:
  - name: clinic_raw
    database: clinic_raw
    tables: [{ name: visits }]
  - name: shared_raw
    database: shared_raw
    tables: [{ name: rooms }]
`,
  'frontend/src/index.tsx': `import { defineBlock, defineFrontend } from '@honeyframe/sdk/frontend';
export default defineFrontend({
  pages: [{ path: '/visits', title: 'Visits', permission: 'visit.read', load: () => import('./visits.tsx') }],
  blocks: [defineBlock({ type: 'visits', title: 'Visits', default_placement: { w: 3, h: 2 }, load: () => import('./visits.tsx') })],
});`,
  'frontend/src/visits.tsx': 'export default function Visits() { return <p>Visits</p>; }',
};

/** Another plugin, which shares a raw source with it and stays. */
export const neighbour: Readonly<Record<string, string>> = {
  'plugin.yaml': `name: neighbour
version: 1.0.0
routers: ["./backend/rooms.ts:router"]
permissions: [room.read]
seed_groups: [{ name: neighbours, permissions: [room.read] }]
migrations: migrations
dbt_workspace: dbt/
`,
  'backend/rooms.ts': `export const router = async (app) => {
  app.get('/rooms', { config: { permission: 'room.read' } }, async ({ ctx }) => ctx.db.query('select * from rooms'));
};`,
  'migrations/0001-rooms.sql': "create table rooms (name text); insert into rooms values ('one');",
  'dbt/dbt_project.yml': 'name: neighbour\nversion: 1.0.0\nprofile: other\n',
  'dbt/models/rooms.sql': "select * from {{ source('shared_raw', 'rooms') }}",
  'dbt/models/sources.yml':
    'version: 2\nsources:\n  - name: shared_raw\n    database: shared_raw\n    tables: [{ name: rooms }]\n',
};

/** Plans a step, and takes exactly that one. */
export async function takeStep(platform: TestPlatform, request: StepRequest): Promise<PluginPlan> {
  const life = platform.admin.client(lifeCycleApi);
  const plan = await life.plan({ body: request });
  await life.apply({ body: { ...request, plan_id: plan.id } });
  return plan;
}

/** Leaves something on every surface: rows, grants, people, settings, runs, quality, built tables. */
export async function useEverything(platform: TestPlatform): Promise<void> {
  const { admin } = platform;
  await request(platform, '/api/all-in/visits', { note: 'first' });
  const access = admin.client(accessApi);
  const { groups } = await access.listGroups();
  const find = (name: string) => groups.find((group) => group.name === name)?.id ?? '';
  await access.grant({
    params: { id: find('Viewers') },
    body: { permission_type: 'visit.read', target_id: '7' },
  });
  await access.addMember({ params: { id: find('all_staff'), user_id: admin.session.user.id } });
  await admin.client(settingsApi).change({
    params: { slug: 'all-in' },
    body: { values: { api_url: 'http://x', api_key: 'secret words' } },
  });
  const run = await admin.client(dbtApi).createRun({ body: { workspace: 'all-in' } });
  const artifacts = path.join(platform.dataDir, 'dbt/runs', run.id, 'target');
  await mkdir(artifacts, { recursive: true });
  await writeFile(path.join(artifacts, 'manifest.json'), '{}');
  await noteQuality(platform);
  await publishEverywhere(platform, 'all_in', 'workspace');
  await publishEverywhere(platform, 'clinic_raw', 'source');
}

/** As tests that ran, a source that was looked at and a build that failed leave it. */
async function noteQuality({ databaseUrl }: TestPlatform): Promise<void> {
  await runSql(
    databaseUrl,
    `insert into dbt_tests (org_id, workspace, unique_id, name, state, last_at)
       select id, 'all-in', 'test.all_in.unique', 'unique', 'pass', now() from orgs;
     insert into dbt_source_freshness (org_id, workspace, unique_id, relation, measured_by, measure)
       select id, 'all-in', 'source.all_in.clinic_raw.visits', 'clinic_raw.visits', 'import', 'import' from orgs;
     insert into dbt_incidents (org_id, workspace, kind, message)
       select id, 'all-in', 'failure', 'The build failed.' from orgs;`,
  );
}

export async function request(platform: TestPlatform, url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: platform.url };
  return platform.admin.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Publishes a file of the warehouse for every organisation, as a build does. */
export async function publishEverywhere(
  { databaseUrl, dataDir }: TestPlatform,
  name: string,
  kind: 'workspace' | 'source',
): Promise<void> {
  await withQueries(databaseUrl, async (queries) => {
    const warehouse = await createWarehouse({ queries, dataDir });
    const orgs = await queries.selectFrom('orgs').select('id').execute();
    for (const { id: orgId } of orgs)
      await publishTables(
        warehouse as Parameters<typeof publishTables>[0],
        { orgId, name, kind },
        'create table visits as select 1 as id',
      );
    await warehouse.close();
  });
}

export async function withQueries<T>(url: string, use: (queries: Kysely<Tables>) => Promise<T>): Promise<T> {
  const pool = new Pool({ connectionString: url, options: '-c search_path=honeyframe' });
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await use(queries);
  } finally {
    await queries.destroy();
  }
}

export async function runSql(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, options: '-c search_path=honeyframe' });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
