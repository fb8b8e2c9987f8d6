import type { Group } from '@honeyframe/contract/api';

type NameOf = (slug: string) => string;

/** Where a group comes from. */
export function describeOwner({ owner }: Pick<Group, 'owner'>, nameOf: NameOf): string {
  if (owner === null) return 'Made here';
  return describePermissionOwner(owner === 'system' ? 'platform' : owner, nameOf);
}

/** Whom a permission belongs to. */
export function describePermissionOwner(owner: string, nameOf: NameOf): string {
  return owner === 'platform' ? 'Platform' : `${nameOf(owner)} plugin`;
}

const originWords: Readonly<Record<string, string>> = {
  system: 'Came with the platform',
  seed: 'Came with the plugin',
  admin: 'Given by an administrator',
};

/** How a group came by a permission. */
export function describeOrigin(origin: string): string {
  return originWords[origin] ?? origin;
}

/** Whether everybody belongs to it without being added. */
export function holdsEverybody({ system_key }: Pick<Group, 'system_key'>): boolean {
  return system_key === 'all_members';
}
