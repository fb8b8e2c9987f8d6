import { PlatformError } from '@honeyframe/contract';
import type { WarehouseFiles, WarehouseReaders } from '../../../warehouse/index.ts';
import type { WorkspaceGraphs } from '../../graphs/index.ts';
import type { DbtWorkspaces, Workspace } from '../../workspaces/index.ts';
import type { IncidentSubject, Incidents } from '../incidents.ts';
import { describeMeasure, listWatchedSources, type Measure, type WatchedSource } from './describe-measure.ts';
import type { CurrentTables, FreshnessRow, FreshnessStore } from './freshness-store.ts';
import { describeAge, judgeFreshness } from './judge-freshness.ts';
import { type Measurement, type MeasureSourceOptions, measureSource } from './measure-source.ts';

export interface WatchFreshnessOptions {
  readonly store: FreshnessStore;
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  readonly workspaces: DbtWorkspaces;
  readonly graphs: WorkspaceGraphs;
  readonly incidents: Incidents;
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

type Current = ReadonlyMap<string, CurrentTables>;

/** Looks at every source of every organisation; only what has changed since is read, the rest is arithmetic. */
export async function watchFreshness(options: WatchFreshnessOptions, now: Date): Promise<void> {
  const { store, workspaces, incidents } = options;
  const orgs = await store.listOrgs();
  const all = await store.listCurrent();
  const current: Current = new Map(all.map((tables) => [`${tables.org_id} ${tables.name}`, tables]));
  const open = new Set((await incidents.listOpen('staleness')).map(toKey));
  const away = new Map<string, string>();
  for (const workspace of workspaces.list()) {
    await watchWorkspace(options, { workspace, orgs, current, open, now, away });
  }
}

interface Look {
  readonly workspace: Workspace;
  readonly orgs: readonly string[];
  readonly current: Current;
  /** Incidents that go on, by organisation, workspace and source. */
  readonly open: ReadonlySet<string>;
  readonly now: Date;
  /** Why the databases of organisations do not answer; each is asked once. */
  readonly away: Map<string, string>;
}

async function watchWorkspace(options: WatchFreshnessOptions, look: Look): Promise<void> {
  const { store, workspaces, graphs, isVisible } = options;
  const { workspace, orgs } = look;
  const found = await graphs.find(workspace);
  // Before its first parse nobody knows what it expects.
  if (!found) return;
  const rows = await store.listWorkspace(workspace.slug);
  const known = new Map(rows.map((row) => [`${row.org_id} ${row.unique_id}`, row]));
  const mayRead = (catalogue: string) => workspaces.mayRead(workspace, catalogue);
  const sources = listWatchedSources(found, mayRead);
  for (const orgId of orgs) {
    if (!(await isVisible(orgId, workspace))) continue;
    for (const source of sources) {
      const key = `${orgId} ${source.unique_id}`;
      const tables = look.current.get(`${orgId} ${source.relation.catalogue}`);
      const measure = describeMeasure(source, found.graph, tables?.kind ?? 'duckdb');
      await watchSource(options, look, { orgId, source, tables, measure, before: known.get(key) });
      known.delete(key);
    }
  }
  for (const row of known.values()) await forget(options, row);
}

interface Watched {
  readonly orgId: string;
  readonly source: WatchedSource;
  /** Nothing before the first import or build. */
  readonly tables: CurrentTables | undefined;
  readonly measure: Measure;
  readonly before: FreshnessRow | undefined;
}

async function watchSource(options: WatchFreshnessOptions, look: Look, watched: Watched): Promise<void> {
  const { orgId, source, before } = watched;
  const { unique_id, freshness } = source;
  const { warn_after_seconds, error_after_seconds } = freshness;
  const measured = await measureNow(options, look, watched);
  const judged = judgeFreshness(freshness, measured.data_as_of, look.now);
  const expects = warn_after_seconds !== null || error_after_seconds !== null;
  const row = {
    ...{ org_id: orgId, workspace: look.workspace.slug, unique_id, relation: source.name },
    ...{ warn_after_seconds, error_after_seconds, ...measured },
    state: measured.problem !== null && expects ? ('unmeasured' as const) : judged,
    measured_by: watched.measure.measured_by,
  };
  if (!before || isChanged(before, row)) await options.store.save(row);
  await settle(options.incidents, row, look);
}

type NewRow = Omit<FreshnessRow, 'checked_at'>;

/** What was read of a version before is true of it for ever; a database may answer another time. */
async function measureNow(
  options: WatchFreshnessOptions,
  look: Look,
  watched: Watched,
): Promise<Measurement & Pick<NewRow, 'version_id' | 'measure'>> {
  const { tables, measure, before } = watched;
  const asked = { measure: measure.question, version_id: tables?.id ?? null };
  if (!tables) return { ...asked, data_as_of: null, problem: null };
  const isKnown = tables.kind === 'duckdb' || before?.problem === null;
  if (before && isKnown && before.version_id === tables.id && before.measure === measure.question) {
    const { data_as_of, problem } = before;
    return { ...asked, data_as_of, problem };
  }
  const behind = listBehind(options, look.workspace, watched);
  return { ...asked, ...(await measureOnce({ ...options, tables, behind, measure }, look.away)) };
}

/** One that does not answer would be waited for with each of its sources. */
async function measureOnce(options: MeasureSourceOptions, away: Map<string, string>): Promise<Measurement> {
  const { org_id, kind } = options.tables;
  const known = kind === 'postgres' ? away.get(org_id) : undefined;
  if (known !== undefined) return { data_as_of: null, problem: known };
  try {
    return await measureSource(options);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    away.set(org_id, error.message);
    return { data_as_of: null, problem: error.message };
  }
}

/** A column of a view leads to whatever the view reads; SQL of an author leads only to what his workspace may read. */
function listBehind(
  { workspaces }: WatchFreshnessOptions,
  workspace: Workspace,
  { source, measure }: Pick<Watched, 'source' | 'measure'>,
): readonly string[] {
  const owner = workspaces.list().find(({ catalogue }) => catalogue === source.relation.catalogue);
  if (!owner || owner.slug === workspace.slug) return [];
  return measure.isColumn ? owner.reads : owner.reads.filter((name) => workspaces.mayRead(workspace, name));
}

const compared = [
  'relation',
  'state',
  'measured_by',
  'measure',
  'version_id',
  'warn_after_seconds',
  'error_after_seconds',
  'problem',
] as const;

function isChanged(before: FreshnessRow, row: NewRow): boolean {
  return compared.some((field) => before[field] !== row[field]);
}

async function settle(incidents: Incidents, row: NewRow, { open, now }: Look): Promise<void> {
  const { org_id: orgId, workspace, unique_id, relation, state, data_as_of } = row;
  const subject = { orgId, workspace, kind: 'staleness' as const, subject: unique_id };
  const isOpen = open.has(toKey(subject));
  // Where nobody could look, what was known stays.
  if (state === 'unmeasured' || isOpen === (state === 'error')) return;
  if (isOpen) return void (await incidents.close(subject, { message: `'${relation}' is fresh again.` }));
  const age = describeAge((now.getTime() - (data_as_of?.getTime() ?? 0)) / 1000);
  const expected = describeAge(row.error_after_seconds ?? 0);
  const message = `The newest rows of '${relation}' are ${age} old; '${workspace}' expects none older than ${expected}.`;
  await incidents.open({ ...subject, message });
}

function toKey({ orgId, workspace, subject }: IncidentSubject): string {
  return `${orgId} ${workspace} ${subject}`;
}

async function forget({ store, incidents }: WatchFreshnessOptions, row: FreshnessRow): Promise<void> {
  const { org_id: orgId, workspace, unique_id: subject, relation } = row;
  await store.delete(row);
  const message = `'${relation}' is not read any more.`;
  await incidents.close({ orgId, workspace, kind: 'staleness', subject }, { message });
}
