import path from 'node:path';
import type { PlanApproval, PlanChange, PluginPlan } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { PluginTraces, Trace } from '@honeyframe/host';
import type { Queries } from '../../../database/index.ts';
import { findManifest, type PluginRecord } from '../../plugin-record.ts';
import { planPermissions, planSeeds, type SeedPlan } from '../../seeds/index.ts';
import { diffManifests } from '../plan/diff-manifests.ts';
import { findDependents, refuseNeeded } from '../plan/find-dependents.ts';
import { identifyPlan } from '../plan/identify-plan.ts';
import type { UninstalledRow } from './find-installation.ts';
import { customerFolder } from './folder-trash.ts';

export interface UninstallPlanOptions {
  readonly queries: Queries;
  readonly dataDir: string;
  readonly installed: UninstalledRow;
  readonly record: PluginRecord | undefined;
  readonly records: readonly PluginRecord[];
  readonly traces: readonly PluginTraces<Queries>[];
  readonly data: 'keep' | 'purge';
}

export interface PlannedUninstall {
  readonly plan: PluginPlan;
  readonly seeds: SeedPlan;
}

/** What it would mean that a plugin goes; reads only. */
export async function planUninstall(options: UninstallPlanOptions): Promise<PlannedUninstall> {
  const { queries, installed, records, data } = options;
  const { slug } = installed;
  const permissions = await planPermissions(queries, slug, null);
  const seeds = await planSeeds(queries, { plugin: slug, manifest: null, pending: new Set() });
  const kept = await describeTraces(options);
  const plan = nameByContent({
    step: 'uninstall',
    plugin: slug,
    display_name: installed.display_name,
    source: installed.source as PluginPlan['source'],
    from: installed.active_generation
      ? { version: installed.version, generation: installed.active_generation }
      : null,
    to: null,
    org: null,
    data,
    changes: [...describeCode(options), ...kept],
    migrations: [],
    permissions: [...permissions.changes],
    seeds: seeds.orgs.flatMap((org) => org.changes),
    access: seeds.orgs.flatMap((org) => org.access),
    approvals: [...describeLosses(kept), ...describeLostGrants(seeds)],
    blockers: refuseNeeded(slug, findDependents(slug, records)),
    warnings: [],
  });
  return { plan, seeds };
}

/** Routes, pages, models, the sidebar: what is off from then on. And the folder that somebody put there. */
function describeCode({ record, installed, dataDir, data }: UninstallPlanOptions): PlanChange[] {
  if (installed.state === 'uninstalled') return describeFolder(record, dataDir, data);
  const offers = record?.running?.contributions.flatMap((contribution) => contribution.offers) ?? [];
  const manifest = (record && findManifest(record)) ?? (installed.manifest as unknown as PluginManifest);
  return [
    ...offers.map((offer): PlanChange => ({ ...offer, change: 'removed' })),
    ...diffManifests(manifest, undefined),
    ...describeFolder(record, dataDir, data),
  ];
}

function describeFolder(
  record: PluginRecord | undefined,
  dataDir: string,
  data: 'keep' | 'purge',
): PlanChange[] {
  const root = record?.discovered.root;
  if (root === undefined || path.dirname(root) === path.join(dataDir, 'store')) return [];
  const isOurs = root === customerFolder(dataDir, record?.discovered.slug ?? '');
  if (isOurs && data === 'purge')
    return [{ surface: 'files', change: 'removed', name: root, detail: 'the folder that was dropped in' }];
  const detail = 'the folder stays on the disk; nothing installs it again but somebody who asks for it';
  return [{ surface: 'files', change: 'kept', name: root, detail }];
}

async function describeTraces({
  queries,
  installed,
  traces,
  data,
}: UninstallPlanOptions): Promise<PlanChange[]> {
  const described = await Promise.all(
    traces.map(async (each) => {
      const found = await each.describe(queries, installed.slug);
      const change = each.isKept && data === 'keep' ? 'kept' : 'removed';
      return found.map((trace: Trace): PlanChange => ({ ...trace, change }));
    }),
  );
  return described.flat();
}

function describeLosses(changes: readonly PlanChange[]): PlanApproval[] {
  return changes
    .filter(({ surface, change, detail }) => surface === 'data' && change === 'removed' && detail !== null)
    .map(({ name, detail }) => ({ kind: 'data_loss', name, reason: `Gone for good: ${detail}.` }));
}

function describeLostGrants(seeds: SeedPlan): PlanApproval[] {
  return seeds.orgs
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kind === 'grant_lost')
    .map(({ org, group, permission, detail }) => ({
      kind: 'removal',
      name: [org, group, permission].filter(Boolean).join(' / '),
      reason: detail,
    }));
}

/** Rows come and go while people work: how many there are does not make it another plan, but what there is does. */
function nameByContent(plan: Omit<PluginPlan, 'id'>): PluginPlan {
  const { id } = identifyPlan({
    ...plan,
    changes: plan.changes.map((change) => (change.surface === 'data' ? { ...change, detail: null } : change)),
    approvals: plan.approvals.map((each) => (each.kind === 'data_loss' ? { ...each, reason: '' } : each)),
  });
  return { id, ...plan };
}
