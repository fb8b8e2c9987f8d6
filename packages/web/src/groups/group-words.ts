import type { Group } from '@honeyframe/contract/api';

/** Where a group comes from. */
export function describeOwner({ owner }: Pick<Group, 'owner'>): string {
  if (owner === null) return 'Made here';
  return owner === 'system' ? 'Platform' : `Plugin ${owner}`;
}

/** Where a grant comes from. */
export function describeOrigin(origin: string): string {
  if (origin === 'platform' || origin === 'system') return 'from the platform';
  if (['admin', 'administrator', 'manual'].includes(origin)) return 'given by an administrator';
  return `from the plugin ${origin}`;
}

/** Whether everybody belongs to it without being added. */
export function holdsEverybody({ system_key }: Pick<Group, 'system_key'>): boolean {
  return system_key === 'all_members';
}
