import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Orphan, PluginTraces } from '@honeyframe/host';
import { findInstalledSlugs, type Queries } from '../database/index.ts';
import { describeLeftOver, listFolders } from '../system/index.ts';
import type { DbtRuns } from './dbt-runs.ts';
import { type DbtWorkspaces, PLATFORM_WORKSPACE } from './workspaces/index.ts';

export interface WorkspaceTracesOptions {
  /** Absolute; staged copies lie under its `workspaces`, runs under its `runs`. */
  readonly folder: string;
  readonly workspaces: DbtWorkspaces;
  readonly runs: DbtRuns;
}

/** A plugin's dbt workspace: staged copies with their parses, schedules, runs with their logs and artifacts. */
export function createWorkspaceTraces(options: WorkspaceTracesOptions): PluginTraces<Queries> {
  const { folder, workspaces, runs } = options;
  return {
    name: 'dbt',
    isKept: false,
    describe: async (queries, slug) => [
      ...(await describeRuns(queries, slug)),
      ...(await describeSchedules(queries, slug)),
    ],
    quiesce: async (slug) => {
      workspaces.unregister(slug);
      await runs.stopAll(slug);
      // A run that was just beginning may have looked at its workspace once more.
      workspaces.unregister(slug);
    },
    purge: async (transaction, slug) => {
      const ids = await removeWorkspace(transaction, slug);
      return async () => {
        for (const id of ids) await removeFolder(path.join(folder, 'runs', id));
        for (const own of ['workspaces', 'packages', 'docs'])
          await removeFolder(path.join(folder, own, slug));
      };
    },
    findOrphans: async (queries) => [
      ...(await findUnknownWorkspaces(queries)),
      ...(await findUnusedFolders(queries, folder)),
    ],
  };
}

async function describeRuns(queries: Queries, slug: string) {
  const rows = await queries
    .selectFrom('dbt_runs')
    .innerJoin('orgs', 'orgs.id', 'dbt_runs.org_id')
    .select(['orgs.slug as org'])
    .select((eb) => eb.fn.countAll<string>().as('runs'))
    .where('workspace', '=', slug)
    .groupBy('orgs.slug')
    .orderBy('orgs.slug')
    .execute();
  return rows.map(({ org, runs }) => ({
    surface: 'data' as const,
    name: `builds of '${org}'`,
    detail: `${runs} runs with their logs`,
  }));
}

/** The plugin's own go with its manifest. */
async function describeSchedules(queries: Queries, slug: string) {
  const rows = await queries
    .selectFrom('dbt_schedules')
    .innerJoin('orgs', 'orgs.id', 'dbt_schedules.org_id')
    .select(['orgs.slug as org', 'dbt_schedules.name'])
    .where('workspace', '=', slug)
    .where('origin', '=', 'person')
    .orderBy('orgs.slug')
    .orderBy('dbt_schedules.name')
    .execute();
  return rows.map(({ org, name }) => ({
    surface: 'schedules' as const,
    name: `${name} of '${org}'`,
    detail: 'made by hand',
  }));
}

/** @returns the ids of its runs. */
async function removeWorkspace(queries: Queries, slug: string): Promise<string[]> {
  // Those of other workspaces that wait for this one stay: they fire again when it is back.
  await queries.deleteFrom('dbt_schedules').where('workspace', '=', slug).execute();
  const runs = await queries.deleteFrom('dbt_runs').where('workspace', '=', slug).returning('id').execute();
  // Of its tests, sources and incidents; results go with their runs.
  for (const table of ['dbt_tests', 'dbt_source_freshness', 'dbt_incidents'] as const)
    await queries.deleteFrom(table).where('workspace', '=', slug).execute();
  await queries.deleteFrom('dbt_workspaces').where('slug', '=', slug).execute();
  return runs.map(({ id }) => id);
}

async function findUnknownWorkspaces(queries: Queries): Promise<Orphan[]> {
  const known = await findInstalledSlugs(queries);
  known.add(PLATFORM_WORKSPACE);
  const rows = await queries
    .selectFrom('dbt_workspaces')
    .select('slug')
    .union(queries.selectFrom('dbt_runs').select('workspace as slug'))
    .union(queries.selectFrom('dbt_schedules').select('workspace as slug'))
    .execute();
  return rows
    .filter(({ slug }) => !known.has(slug))
    .map(({ slug }) => ({
      kind: 'dbt workspace',
      name: slug,
      detail:
        'the plugin is not installed; the record of its workspace, of its schedules and of its runs is removed',
      isLeftOver: false,
      remove: async () => void (await removeWorkspace(queries, slug)),
    }));
}

async function findUnusedFolders(queries: Queries, folder: string): Promise<Orphan[]> {
  const known = await findInstalledSlugs(queries);
  known.add(PLATFORM_WORKSPACE);
  const [workspaces, packages, runs] = ['workspaces', 'packages', 'runs'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const unknownIn = async (parent: string) =>
    (await listFolders(parent)).filter((slug) => !known.has(slug) && !slug.startsWith('.'));
  const [staged, fetched] = [await unknownIn(workspaces), await unknownIn(packages)];
  const folders = await listFolders(runs);
  // After the folders: a run has its row before its folder.
  const rows = await queries.selectFrom('dbt_runs').select('id').execute();
  const ids = new Set(rows.map(({ id }) => id));
  return [
    ...staged.map((slug) => describeLeftOver('staged workspace', path.join(workspaces, slug))),
    ...fetched.map((slug) => describeLeftOver('packages of a workspace', path.join(packages, slug))),
    ...folders
      .filter((id) => !ids.has(id))
      .map((id) => describeLeftOver('artifacts of a run', path.join(runs, id))),
  ];
}

async function removeFolder(place: string): Promise<void> {
  await rm(place, { recursive: true, force: true });
}
