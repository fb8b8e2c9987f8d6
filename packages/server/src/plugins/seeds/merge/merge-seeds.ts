import { seedChangeKinds } from '@honeyframe/contract/api';
import { followGroup } from './follow-group.ts';
import { leaveGroup } from './leave-group.ts';
import {
  type OrgGroup,
  provisionalId,
  type SeededGroup,
  type SeedStep,
  toGrantKey,
  toKey,
  type WantedGroup,
} from './seeded-state.ts';

export interface SeedMerge {
  readonly plugin: string;
  /** What the old version seeded. */
  readonly base: readonly SeededGroup[];
  /** What administrators made of it: at least every group of `base`, of a wanted name, or with a vanishing permission. */
  readonly current: readonly OrgGroup[];
  /** What the new version seeds; null when the plugin goes. */
  readonly wanted: readonly WantedGroup[] | null;
  /** Permissions that leave the catalogue, and every grant of them. */
  readonly vanishing: ReadonlySet<string>;
  /** `hold` takes nothing: what would go is returned. */
  readonly removals: 'apply' | 'hold';
}

export interface MergedSeeds {
  readonly steps: readonly SeedStep[];
  /** What would go, had it been confirmed. */
  readonly held: readonly SeedStep[];
  /** What counts as seeded from now on. */
  readonly base: readonly SeededGroup[];
}

/**
 * Merges three ways what a plugin seeds into one organisation. An administrator's grant goes only with its permission,
 * and what he revoked or deleted is not given back. Rolling back is the same merge with the older version wanted.
 */
export function mergeSeeds(merge: SeedMerge): MergedSeeds {
  const { base, wanted } = merge;
  const groups = new Map(merge.current.map((group) => [group.id, group]));
  const findGroup = (seed: SeededGroup) => (seed.group_id === null ? undefined : groups.get(seed.group_id));
  const wantedKeys = new Set(wanted?.map(({ name }) => toKey(name)));
  const left = base.filter(({ seed_key }) => !wantedKeys.has(toKey(seed_key)));

  const steps: SeedStep[] = [];
  const taking = left.flatMap((seed) => leaveGroup(findGroup(seed), seed, merge));
  // A group that goes still has its seed's name, so nobody else here can want it.
  const taken = new Map(merge.current.map(({ id, name }) => [toKey(name), id]));
  const seeds = indexSeeds(base);
  const followed = new Set(seeds.values());
  const rows = base.filter((seed) => left.includes(seed) || !followed.has(seed));
  for (const group of wanted ?? []) {
    const seed = seeds.get(toKey(group.name));
    const outcome = seed
      ? followGroup({ plugin: merge.plugin, seed, group: findGroup(seed), wanted: group, taken })
      : createGroup(group, taken);
    steps.push(...outcome.steps);
    taking.push(...outcome.taking);
    rows.push(outcome.row);
  }
  taking.push(...findLosses(merge, taking));
  return settle({ steps, taking, rows, merge });
}

interface Outcome {
  readonly steps: readonly SeedStep[];
  readonly taking: readonly SeedStep[];
  readonly row: SeededGroup;
}

function createGroup({ name, permissions, waiting }: WantedGroup, taken: Map<string, string>): Outcome {
  const holder = taken.get(toKey(name));
  const group_id = holder ?? provisionalId(name);
  const group = { group_id, group: name };
  if (holder !== undefined) {
    const row = { seed_key: name, group_id: null, permissions: [] };
    return { steps: [{ kind: 'group_name_taken', ...group }], taking: [], row };
  }
  taken.set(toKey(name), group_id);
  const steps: SeedStep[] = [
    { kind: 'group_created', ...group },
    ...permissions.map((permission) => ({ kind: 'permission_added' as const, ...group, permission })),
    ...waiting.map((permission) => ({ kind: 'permission_pending' as const, ...group, permission })),
  ];
  return { steps, taking: [], row: { seed_key: name, group_id, permissions } };
}

/** By name; one that was carried out beats one of the same name in another case that was not. */
function indexSeeds(base: readonly SeededGroup[]): Map<string, SeededGroup> {
  const ordered = [...base].sort((a, b) => Number(a.group_id !== null) - Number(b.group_id !== null));
  return new Map(ordered.map((seed) => [toKey(seed.seed_key), seed]));
}

/** Grants of a vanishing permission, wherever they are. */
function findLosses({ current, vanishing }: SeedMerge, taking: readonly SeedStep[]): SeedStep[] {
  const known = toGrantKeys(taking);
  return current.flatMap(({ id, name, grants }) =>
    grants
      .filter(({ permission, target_id }) => {
        return vanishing.has(permission) && !known.has(toGrantKey(id, permission, target_id));
      })
      .map(({ permission, target_id }) => ({
        kind: 'grant_lost' as const,
        group_id: id,
        group: name,
        permission,
        ...(target_id !== null && { target_id }),
      })),
  );
}

interface Draft {
  readonly steps: readonly SeedStep[];
  readonly taking: readonly SeedStep[];
  readonly rows: readonly SeededGroup[];
  readonly merge: SeedMerge;
}

function settle({ steps, taking, rows, merge }: Draft): MergedSeeds {
  const notes = taking.filter(({ kind }) => seedChangeKinds[kind] === 'note');
  const held = taking.filter(({ kind }) => seedChangeKinds[kind] === 'change');
  if (merge.removals === 'hold') return { steps: [...steps, ...notes], held, base: rows };
  // What goes comes first: it makes names free.
  const all = [...held, ...steps, ...notes];
  if (merge.wanted === null) return { steps: all, held: [], base: [] };
  const removed = new Set(findRemoved(held));
  const gone = toGrantKeys(held);
  const base = rows
    .filter(({ group_id }) => group_id === null || !removed.has(group_id))
    .map((row) => ({
      ...row,
      // Taken by a version and not by an administrator, so an older version may seed it again.
      permissions: row.permissions.filter((permission) => !gone.has(toGrantKey(row.group_id, permission))),
    }));
  return { steps: all, held: [], base };
}

function findRemoved(steps: readonly SeedStep[]): string[] {
  return steps.flatMap(({ kind, group_id }) => (kind === 'group_removed' && group_id ? [group_id] : []));
}

function toGrantKeys(steps: readonly SeedStep[]): Set<string> {
  return new Set(
    steps
      .filter(({ kind }) => kind === 'permission_removed' || kind === 'grant_lost')
      .map(({ group_id, permission = '', target_id }) => toGrantKey(group_id, permission, target_id)),
  );
}
