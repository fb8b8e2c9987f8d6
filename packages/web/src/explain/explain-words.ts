import type { Explanation, GrantPath } from '@honeyframe/contract/api';
import { formatDate } from '@honeyframe/sdk/ui';

/** The answer in one sentence. */
export function describeVerdict(found: Explanation): string {
  const { reason, owner, other_targets } = found;
  switch (reason) {
    case 'granted':
      return 'Allowed through a group.';
    case 'superadmin':
      return 'Allowed: superadmins may do everything, and their use of a plugin without a grant goes on record.';
    case 'inactive':
      return 'Refused: the account is switched off.';
    case 'disabled':
      return `Refused: nothing that answers by this permission is enabled in this organisation (it belongs to ${owner}).`;
    case 'pending':
      return 'Refused: the plugin still waits for approval to use this permission. Nobody gets in by it, superadmins included.';
    case 'other_targets':
      return `Refused here: allowed for ${other_targets.length === 1 ? 'another object' : 'other objects'} only (${other_targets.join(', ')}).`;
    default:
      return 'Refused: none of the person’s groups has this permission.';
  }
}

const origins: Readonly<Record<GrantPath['origin'], string>> = {
  system: 'by the platform',
  seed: 'by the plugin',
  admin: 'by an administrator who is gone',
};

/** `granted 3 May 2026 by ada@example.org`. */
export function describeGrant({ granted_at, granted_by, origin }: GrantPath): string {
  return `granted ${formatDate(granted_at)} ${granted_by ? `by ${granted_by}` : origins[origin]}`;
}

const relations: Readonly<Record<Explanation['plugins'][number]['relation'], string>> = {
  owner: 'owns the permission',
  shares: 'shares it with approval',
  waits: 'waits for approval',
};

export function describeSurface({ relation, enabled }: Explanation['plugins'][number]): string {
  return enabled ? relations[relation] : `${relations[relation]}, not enabled here`;
}
