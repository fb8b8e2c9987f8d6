import {
  findWideGrant,
  type OrgGroup,
  type SeededGroup,
  type SeedStep,
  type WantedGroup,
} from './seeded-state.ts';

interface Leaving {
  readonly plugin: string;
  /** Null when the plugin goes. */
  readonly wanted: readonly WantedGroup[] | null;
  readonly vanishing: ReadonlySet<string>;
}

/** What becomes of a seeded group that is no longer wanted, once that is confirmed. */
export function leaveGroup(group: OrgGroup | undefined, seed: SeededGroup, leaving: Leaving): SeedStep[] {
  if (!group) return [];
  const place = { group_id: group.id, group: group.name };
  const seeded = group.grants
    .filter(({ origin }) => origin === 'seed')
    .map(({ permission, target_id }) => ({
      kind: 'permission_removed' as const,
      ...place,
      permission,
      ...(target_id !== null && { target_id }),
    }));
  const uninstalled = leaving.wanted === null;
  // Given to the organisation by an earlier version.
  if (group.owner !== leaving.plugin) return uninstalled ? seeded : [];
  if (uninstalled) {
    const kind = hasLastingGrant(group, leaving.vanishing) ? 'group_released' : 'group_removed';
    return [{ kind, ...place }, ...seeded];
  }
  // Its seeded grants stay as they are: nobody who works by them loses anything, and a roll-back finds them.
  if (isTouched(group, seed)) return [{ kind: 'group_released', ...place }];
  return [{ kind: 'group_removed', ...place }, ...seeded];
}

/** An administrator granted something that outlives the plugin. */
function hasLastingGrant(group: OrgGroup, vanishing: ReadonlySet<string>): boolean {
  return group.grants.some(({ origin, permission }) => origin !== 'seed' && !vanishing.has(permission));
}

/** Whether anybody has put anything into it: people, a grant, a revocation, a name. */
function isTouched(group: OrgGroup, seed: SeededGroup): boolean {
  return (
    group.members.length > 0 ||
    group.name !== seed.seed_key ||
    group.grants.some(({ origin }) => origin !== 'seed') ||
    seed.permissions.some((permission) => !findWideGrant(group, permission))
  );
}
