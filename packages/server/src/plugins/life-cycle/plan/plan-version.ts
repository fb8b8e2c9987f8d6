import type { Diagnostic } from '@honeyframe/contract';
import type { PlanApproval, PlanChange, PluginPlan, PluginStep } from '@honeyframe/contract/api';
import type { Queries } from '../../../database/index.ts';
import type { InstallablePlugin, PluginRecord } from '../../plugin-record.ts';
import { planPermissions, planSeeds, type SeedPlan } from '../../seeds/index.ts';
import { diffFiles } from '../../store/index.ts';
import type { PluginVersion } from '../plugin-code.ts';
import type { PreparedPlugin } from '../prepare-plugin.ts';
import { diffManifests, diffOffers } from './diff-manifests.ts';
import { findUnmetNeeds } from './find-dependents.ts';
import { identifyPlan } from './identify-plan.ts';
import { type MigrationPlan, planMigrations, planUndoing } from './plan-migrations.ts';

export interface VersionPlanOptions {
  readonly queries: Queries;
  readonly step: Extract<PluginStep, 'install' | 'upgrade' | 'roll_back'>;
  readonly version: PluginVersion;
  readonly prepared: PreparedPlugin;
  /** What is there now; undefined for a plugin that was never seen. */
  readonly record: PluginRecord | undefined;
  readonly records: readonly PluginRecord[];
  readonly undoMigrations: boolean;
  /** `hold` takes nothing from anybody; the default is what somebody confirms. */
  readonly removals?: 'apply' | 'hold';
  /** Found while the candidate was looked for: another source, say. */
  readonly blockers: readonly Diagnostic[];
}

/** A plan with what carries it out. */
export interface PlannedStep {
  readonly plan: PluginPlan;
  readonly seeds: SeedPlan;
}

/** What it would mean to run this version: on every surface, for every organisation; reads only. */
export async function planVersion(options: VersionPlanOptions): Promise<PlannedStep> {
  const { queries, step, version, prepared, record } = options;
  const { plugin, generation } = version;
  const running = record?.running;
  const permissions = await planPermissions(queries, plugin.slug, plugin.manifest);
  const seeds = await planSeeds(queries, {
    plugin: plugin.slug,
    manifest: plugin.manifest,
    pending: permissions.pending,
    removals: options.removals ?? 'apply',
  });
  const schema = await planSchema(options);
  const changes: PlanChange[] = [
    ...(await describeFiles(running?.plugin, plugin)),
    ...diffOffers(running?.contributions.flatMap(({ offers }) => offers) ?? [], prepared.offers),
    ...diffManifests(running?.plugin.manifest, plugin.manifest),
  ];
  const plan = identifyPlan({
    step,
    plugin: plugin.slug,
    display_name: plugin.manifest.display_name,
    source: plugin.source,
    from: running ? { version: running.plugin.manifest.version, generation: running.generation } : null,
    to: { version: plugin.manifest.version, generation },
    org: null,
    data: null,
    changes,
    migrations: [...schema.migrations],
    permissions: [...permissions.changes],
    seeds: seeds.orgs.flatMap((org) => org.changes),
    access: seeds.orgs.flatMap((org) => org.access),
    approvals: [
      ...describeRequests(permissions.pending),
      ...describePublicRoutes(changes),
      ...describeRemovals(seeds),
      ...describeLoss(schema),
    ],
    blockers: [
      ...options.blockers,
      ...prepared.errorsOf('routers'),
      ...prepared.errorsOf('frontend'),
      ...findUnmetNeeds(plugin, options.records),
      ...schema.blockers,
    ],
    warnings: [
      ...prepared.errorsOf('dbt'),
      ...[...plugin.diagnostics, ...prepared.diagnostics].filter(({ severity }) => severity !== 'error'),
    ],
  });
  return { plan, seeds };
}

async function planSchema(options: VersionPlanOptions): Promise<MigrationPlan> {
  const { queries, version, record, step, undoMigrations } = options;
  if (step !== 'roll_back') return planMigrations(queries, version.plugin);
  const from = record?.running?.plugin;
  // Without it the tables stay as they are: migrations must work with the previous code.
  return undoMigrations && from
    ? planUndoing(queries, from, version.plugin)
    : { migrations: [], blockers: [] };
}

async function describeFiles(
  before: InstallablePlugin | undefined,
  after: InstallablePlugin,
): Promise<PlanChange[]> {
  const changes = await diffFiles(before?.root, after.root);
  return changes.map(({ path, change, bytes }) => ({
    surface: 'files',
    change,
    name: path,
    detail: `${bytes} bytes`,
  }));
}

function describeRequests(pending: ReadonlySet<string>): PlanApproval[] {
  return [...pending].map((name) => ({
    kind: 'permission',
    name,
    reason: 'Somebody else owns this permission; until it is approved nobody gets it through this plugin.',
  }));
}

function describePublicRoutes(changes: readonly PlanChange[]): PlanApproval[] {
  return changes
    .filter(({ surface, change, detail }) => {
      return surface === 'routes' && change !== 'removed' && detail?.endsWith('public');
    })
    .map(({ name }) => ({ kind: 'public_route', name, reason: 'Anybody may call it without signing in.' }));
}

function describeRemovals(seeds: SeedPlan): PlanApproval[] {
  const kinds = new Set(['group_removed', 'group_released', 'permission_removed', 'grant_lost']);
  return seeds.orgs
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kinds.has(kind))
    .map(({ org, group, permission, detail }) => ({
      kind: 'removal',
      name: [org, group, permission].filter(Boolean).join(' / '),
      reason: detail,
    }));
}

function describeLoss({ migrations }: MigrationPlan): PlanApproval[] {
  return migrations
    .filter(({ direction }) => direction === 'down')
    .map(({ file }) => ({
      kind: 'data_loss',
      name: file,
      reason: 'Tables and columns that it takes away lose their rows.',
    }));
}
