import type { Logger } from 'pino';
import type { Connectors } from '../connectors/index.ts';
import type { Database } from '../database/index.ts';
import { type Dbt, PLATFORM_WORKSPACE, type Workspace } from '../dbt/index.ts';
import type { PluginAccess } from '../plugins/index.ts';
import type { WarehouseFiles } from '../warehouse/index.ts';
import type { DbtPoint } from './dbt.contribution.ts';

export interface FirstBuildsOptions {
  readonly database: Database;
  readonly dbt: Dbt;
  readonly connectors: Connectors;
  readonly files: WarehouseFiles;
  readonly point: DbtPoint;
  readonly pluginAccess: PluginAccess;
  readonly log: Logger;
}

interface OrgRow {
  readonly id: string;
  readonly slug: string;
}

/**
 * Builds each workspace once that was never built in an organisation; only the one of `plugin` where that is named.
 * Decided from what is there, not from what was done before, so that a start that was killed half-way is made good by
 * the next.
 */
export async function startFirstBuilds(options: FirstBuildsOptions, plugin?: string): Promise<void> {
  const isMeant = (owner: string) => plugin === undefined || plugin === owner;
  const orgs = await options.database.queries
    .selectFrom('orgs')
    .select(['id', 'slug'])
    .orderBy('created_at')
    .execute();
  for (const [position, org] of orgs.entries()) {
    // Samples are for trying the platform: an organisation that is made later begins empty.
    if (position === 0) await importSamples(options, org, isMeant);
    await buildMissing(options, org.id, isMeant);
  }
}

/** Builds what was never built where an organisation keeps its tables now; it may name another place at any time. */
export async function buildMissing(
  options: FirstBuildsOptions,
  orgId: string,
  isMeant: (owner: string) => boolean = () => true,
): Promise<void> {
  const { dbt } = options;
  const answers = await dbt.describeWorkspaces(orgId);
  const missing = new Set(
    answers
      .filter(({ data_as_of, state }) => data_as_of === null && state !== 'quarantined')
      .map(({ slug }) => slug),
  );
  for (const workspace of inBuildOrder(dbt.workspaces.list())) {
    const { slug, owner } = workspace;
    if (missing.has(slug) && isMeant(owner)) await buildFirst(options, orgId, workspace);
  }
}

async function importSamples(
  { connectors, files, point, pluginAccess, log }: FirstBuildsOptions,
  org: OrgRow,
  isMeant: (owner: string) => boolean,
): Promise<void> {
  const isWanted = (owner: string) => isMeant(owner) && pluginAccess.isEnabled(owner, org.id);
  for (const { schema, sample_module } of point.sources(isWanted)) {
    if (!sample_module || (await files.current(org.id, schema))) continue;
    log.info({ schema, org: org.slug }, 'loading sample data');
    await connectors.imports
      .importSample({ orgId: org.id, schema, sampleModule: sample_module, build: false })
      .catch((error: unknown) => log.error({ err: error, schema }, 'the sample data could not be loaded'));
  }
}

async function buildFirst(
  { dbt, files }: FirstBuildsOptions,
  orgId: string,
  { slug, reads, state }: Workspace,
): Promise<void> {
  if (state !== 'ready' || !(await canBuild(dbt, files, orgId, slug, reads))) return;
  await dbt.runs.requestRun({ orgId, workspace: slug, trigger: 'install' });
}

/** Without the raw data that it reads a build could only fail; the import will start it. */
async function canBuild(
  dbt: Dbt,
  files: WarehouseFiles,
  orgId: string,
  slug: string,
  reads: readonly string[],
): Promise<boolean> {
  if (slug === PLATFORM_WORKSPACE) return true;
  const built = new Set(dbt.workspaces.list().map((workspace) => workspace.catalogue));
  const raw = reads.filter((name) => !built.has(name));
  return (await files.currentSet(orgId, raw)).length === raw.length;
}

/** Each after those whose tables it reads; runs are taken in the order in which they are asked for. */
function inBuildOrder(workspaces: readonly Workspace[]): Workspace[] {
  const ordered: Workspace[] = [];
  const visit = (workspace: Workspace, path: readonly string[]): void => {
    if (ordered.includes(workspace) || path.includes(workspace.slug)) return;
    for (const other of workspaces) {
      if (workspace.reads.includes(other.catalogue)) visit(other, [...path, workspace.slug]);
    }
    ordered.push(workspace);
  };
  for (const workspace of workspaces) visit(workspace, []);
  return ordered;
}
