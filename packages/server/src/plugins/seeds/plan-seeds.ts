import type { AccessChange, SeedChange } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import { loadOrgStates, type OrgState } from './load-org-states.ts';
import { findAccessChanges } from './merge/access-changes.ts';
import { mergeSeeds, type SeedMerge } from './merge/merge-seeds.ts';
import { performSteps } from './merge/perform-steps.ts';
import { describeStep } from './merge/seed-words.ts';
import { type SeededGroup, type SeedStep, toKey } from './merge/seeded-state.ts';
import { hashState, type StateScope } from './state-hash.ts';
import { findVanishing, resolveDescriptions, resolveWantedGroups } from './wanted-groups.ts';

export interface PlanSeedsOptions {
  readonly plugin: string;
  /** The version that is to be; null when the plugin goes. */
  readonly manifest: PluginManifest | null;
  readonly pending: ReadonlySet<string>;
  /** Ids of organisations; all of them when left out. */
  readonly orgs?: readonly string[];
  /** `hold` is the additive mode of an edited folder: what would go waits for somebody's confirmation. */
  readonly removals?: 'apply' | 'hold';
}

/** What becomes of a plugin's groups and grants; plain values, to be shown, kept and applied. */
export interface SeedPlan {
  readonly plugin: string;
  /** Empty when the plugin goes. */
  readonly version: string;
  /** Whether every organisation is meant; then one that was made since makes the plan outdated. */
  readonly whole: boolean;
  /** Of wanted groups, in lower case. */
  readonly names: readonly string[];
  /** Permissions that leave the catalogue. */
  readonly vanishing: readonly string[];
  readonly descriptions: Readonly<Record<string, string>>;
  readonly orgs: readonly OrgSeedPlan[];
}

export interface OrgSeedPlan {
  readonly org_id: string;
  /** The organisation's slug. */
  readonly org: string;
  /** Stand for the state that was found, and for the one that applying leaves. */
  readonly before: string;
  readonly after: string;
  /** What counts as seeded afterwards. */
  readonly base: readonly SeededGroup[];
  readonly changes: readonly SeedChange[];
  /** What goes only once somebody confirms it. */
  readonly held: readonly SeedChange[];
  readonly access: readonly AccessChange[];
}

/** Computes what a version, or its absence, does to organisations; writes nothing. */
export async function planSeeds(queries: Queries, options: PlanSeedsOptions): Promise<SeedPlan> {
  const { plugin, manifest, orgs } = options;
  const wanted = manifest && resolveWantedGroups(manifest, options.pending);
  const names = wanted?.map(({ name }) => toKey(name)) ?? [];
  const vanishing = await findVanishing(queries, plugin, manifest);
  // Whoever holds one of these through another group neither gains nor loses it.
  const permissions = [...vanishing, ...(manifest?.permissions ?? [])];
  const states = await loadOrgStates(queries, { plugin, orgs, names, ids: [], permissions });
  const merge = {
    plugin,
    wanted,
    vanishing: new Set(vanishing),
    removals: manifest ? (options.removals ?? 'apply') : 'apply',
  } as const;
  return {
    plugin,
    version: manifest?.version ?? '',
    whole: orgs === undefined,
    names,
    vanishing,
    descriptions: resolveDescriptions(manifest),
    orgs: states.map((state) => planOrg(state, merge)),
  };
}

function planOrg(state: OrgState, common: Omit<SeedMerge, 'base' | 'current'>): OrgSeedPlan {
  const { org_id, org, current, people } = state;
  const { steps, held, base } = mergeSeeds({ ...common, base: state.base, current });
  const after = performSteps(common.plugin, current, steps);
  const word = (step: SeedStep): SeedChange => ({ org_id, org, ...step, detail: describeStep(step) });
  const scope = resolveScope(
    { names: common.wanted?.map(({ name }) => toKey(name)) ?? [], vanishing: common.vanishing },
    steps,
  );
  return {
    org_id,
    org,
    before: hashState({ base: state.base, groups: current }, scope),
    after: hashState({ base, groups: after }, scope),
    base,
    changes: steps.map(word),
    held: held.map(word),
    access: findAccessChanges({ orgId: org_id, people, before: current, after, steps }),
  };
}

/** The groups that a plan is about: those of its steps, of its names, and with a permission that goes. */
export function resolveScope(
  { names, vanishing }: { readonly names: Iterable<string>; readonly vanishing: Iterable<string> },
  steps: readonly SeedStep[],
): StateScope {
  return {
    ids: new Set(steps.flatMap(({ group_id }) => group_id ?? [])),
    names: new Set(names),
    vanishing: new Set(vanishing),
  };
}
