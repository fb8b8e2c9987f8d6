import {
  findWideGrant,
  type OrgGroup,
  type SeededGroup,
  type SeedStep,
  toKey,
  type WantedGroup,
} from './seeded-state.ts';

export interface FollowedGroup {
  readonly plugin: string;
  readonly seed: SeededGroup;
  /** Undefined when an administrator deleted it, or it was never created. */
  readonly group: OrgGroup | undefined;
  readonly wanted: WantedGroup;
  /** Ids of the organisation's groups by name. */
  readonly taken: ReadonlyMap<string, string>;
}

export interface FollowedOutcome {
  readonly steps: readonly SeedStep[];
  /** What goes when that is confirmed. */
  readonly taking: readonly SeedStep[];
  readonly row: SeededGroup;
}

/** Brings a group that was seeded before to what a version wants of it; found by its id, whatever its name is now. */
export function followGroup(options: FollowedGroup): FollowedOutcome {
  const { plugin, seed, group, wanted } = options;
  if (!group) return { steps: [describeAbsence(options)], taking: [], row: seed };
  const place = { group_id: group.id, group: group.name };
  const steps: SeedStep[] = [];
  if (group.owner !== plugin) steps.push({ kind: 'group_readopted', ...place });
  if (group.name !== seed.seed_key) steps.push({ kind: 'group_followed', ...place });
  for (const permission of wanted.permissions) {
    const kind = judgeWanted(group, seed, permission);
    if (kind) steps.push({ kind, ...place, permission });
  }
  for (const permission of wanted.waiting) {
    if (seed.permissions.includes(permission) || findWideGrant(group, permission)) continue;
    steps.push({ kind: 'permission_pending', ...place, permission });
  }
  return {
    steps,
    taking: findUnwanted(group, seed, wanted),
    row: { ...seed, permissions: [...new Set([...seed.permissions, ...wanted.permissions])] },
  };
}

function describeAbsence({ wanted, taken }: FollowedGroup): SeedStep {
  const holder = taken.get(toKey(wanted.name));
  if (holder === undefined) return { kind: 'group_deleted', group_id: null, group: wanted.name };
  return { kind: 'group_name_taken', group_id: holder, group: wanted.name };
}

function judgeWanted(group: OrgGroup, seed: SeededGroup, permission: string): SeedStep['kind'] | undefined {
  const held = findWideGrant(group, permission);
  if (seed.permissions.includes(permission)) return held ? undefined : 'revocation_kept';
  if (!held) return 'permission_added';
  return held.origin === 'seed' ? undefined : 'grant_kept';
}

/** What the old version seeded and this one does not; what waits for an approval is not unwanted. */
function findUnwanted(group: OrgGroup, seed: SeededGroup, wanted: WantedGroup): SeedStep[] {
  const asked = new Set([...wanted.permissions, ...wanted.waiting]);
  return seed.permissions
    .filter((permission) => !asked.has(permission))
    .flatMap((permission) => {
      const held = findWideGrant(group, permission);
      if (!held) return [];
      const kind = held.origin === 'seed' ? 'permission_removed' : 'grant_kept';
      return [{ kind, group_id: group.id, group: group.name, permission } as const];
    });
}
