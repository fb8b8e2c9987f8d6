import type { OrgGroup, SeedStep } from './seeded-state.ts';

/** An organisation's groups as they are after the steps; what the database holds once they are written. */
export function performSteps(
  plugin: string,
  groups: readonly OrgGroup[],
  steps: readonly SeedStep[],
): OrgGroup[] {
  const after = new Map(groups.map((group) => [group.id, group]));
  for (const step of steps) performStep(plugin, after, step);
  return [...after.values()];
}

function performStep(plugin: string, groups: Map<string, OrgGroup>, step: SeedStep): void {
  const { kind, group_id: id, permission = '', target_id = null } = step;
  if (id === null) return;
  if (kind === 'group_created') {
    groups.set(id, { id, name: step.group, owner: plugin, system_key: null, grants: [], members: [] });
    return;
  }
  const group = groups.get(id);
  if (!group) return;
  const others = group.grants.filter(
    (grant) => grant.permission !== permission || grant.target_id !== target_id,
  );
  if (kind === 'group_removed') groups.delete(id);
  else if (kind === 'group_released') groups.set(id, { ...group, owner: null });
  else if (kind === 'group_readopted') groups.set(id, { ...group, owner: plugin });
  else if (kind === 'permission_added')
    groups.set(id, { ...group, grants: [...others, { permission, target_id, origin: 'seed' }] });
  else if (kind === 'permission_removed' || kind === 'grant_lost')
    groups.set(id, { ...group, grants: others });
}
