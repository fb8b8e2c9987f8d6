import type { WarehouseFiles } from '../../../warehouse/index.ts';
import type { WorkspaceGraphs } from '../../graphs/index.ts';
import type { DbtWorkspaces, Workspace } from '../../workspaces/index.ts';
import type { IncidentSubject, Incidents } from '../incidents.ts';
import { describeMeasure, listWatchedSources, type Measure, type WatchedSource } from './describe-measure.ts';
import type { CurrentFile, FreshnessRow, FreshnessStore } from './freshness-store.ts';
import { describeAge, judgeFreshness } from './judge-freshness.ts';
import { type Measurement, measureSource } from './measure-source.ts';

export interface WatchFreshnessOptions {
  readonly store: FreshnessStore;
  readonly files: WarehouseFiles;
  readonly workspaces: DbtWorkspaces;
  readonly graphs: WorkspaceGraphs;
  readonly incidents: Incidents;
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

type Files = ReadonlyMap<string, CurrentFile>;

/** Looks at every source of every organisation; only a new version of its file is read, the rest is arithmetic. */
export async function watchFreshness(options: WatchFreshnessOptions, now: Date): Promise<void> {
  const { store, workspaces, incidents } = options;
  const orgs = await store.listOrgs();
  const current = await store.listCurrentFiles();
  const files: Files = new Map(current.map((file) => [`${file.org_id} ${file.name}`, file]));
  const open = new Set((await incidents.listOpen('staleness')).map(toKey));
  for (const workspace of workspaces.list()) {
    await watchWorkspace(options, { workspace, orgs, files, open, now });
  }
}

interface Look {
  readonly workspace: Workspace;
  readonly orgs: readonly string[];
  readonly files: Files;
  /** Incidents that go on, by organisation, workspace and source. */
  readonly open: ReadonlySet<string>;
  readonly now: Date;
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
  const sources = listWatchedSources(found, mayRead).map((source) => ({
    source,
    measure: describeMeasure(source, found.graph),
  }));
  for (const orgId of orgs) {
    if (!(await isVisible(orgId, workspace))) continue;
    for (const { source, measure } of sources) {
      const key = `${orgId} ${source.unique_id}`;
      await watchSource(options, look, { orgId, source, measure, before: known.get(key) });
      known.delete(key);
    }
  }
  for (const row of known.values()) await forget(options, row);
}

interface Watched {
  readonly orgId: string;
  readonly source: WatchedSource;
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

/** What was read of a version before is true of it for ever. */
async function measureNow(
  options: WatchFreshnessOptions,
  { workspace, files }: Look,
  { orgId, source, measure, before }: Watched,
): Promise<Measurement & Pick<NewRow, 'version_id' | 'measure'>> {
  const { question } = measure;
  const file = files.get(`${orgId} ${source.relation.catalogue}`);
  if (!file) return { measure: question, version_id: null, data_as_of: null, problem: null };
  if (before?.version_id === file.id && before.measure === question) {
    const { data_as_of, problem } = before;
    return { measure: question, version_id: file.id, data_as_of, problem };
  }
  const behind = listBehind(options, workspace, { source, measure });
  const measured = await measureSource({ files: options.files, file, behind, measure });
  return { measure: question, version_id: file.id, ...measured };
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
  if (isOpen) return void (await incidents.close(subject, `'${relation}' is fresh again.`));
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
  await incidents.close(
    { orgId, workspace, kind: 'staleness', subject },
    `'${relation}' is not read any more.`,
  );
}
