import type { SeedChange } from '@honeyframe/contract/api';
import type { GrantOrigin } from '../../../database/index.ts';

/** What was seeded: the memory that makes a merge three-way. */
export interface SeededGroup {
  readonly seed_key: string;
  /** Null: never created, since the name was taken, or deleted by an administrator. */
  readonly group_id: string | null;
  /** Whatever was ever seeded and not taken back by a version; what an administrator revoked stays listed. */
  readonly permissions: readonly string[];
}

export interface HeldGrant {
  readonly permission: string;
  /** Null: organisation-wide. */
  readonly target_id: string | null;
  readonly origin: GrantOrigin;
}

/** A group as it is now, whoever it belongs to. */
export interface OrgGroup {
  readonly id: string;
  readonly name: string;
  /** A plugin's slug, `system`, or null for the organisation's own. */
  readonly owner: string | null;
  readonly system_key: string | null;
  readonly grants: readonly HeldGrant[];
  /** Ids of people. */
  readonly members: readonly string[];
}

/** A group that a version seeds. */
export interface WantedGroup {
  readonly name: string;
  /** Without those that wait for approval. */
  readonly permissions: readonly string[];
  readonly waiting: readonly string[];
}

/** A change before it is put into words and into an organisation. */
export type SeedStep = Pick<SeedChange, 'kind' | 'group_id' | 'group' | 'permission' | 'target_id'>;

/** A group that has no id yet; names are unique within an organisation, whatever their case. */
export function provisionalId(name: string): string {
  return `new:${name}`;
}

/** Names of groups are compared as the database compares them. */
export function toKey(name: string): string {
  return name.toLowerCase();
}

export function findWideGrant(group: OrgGroup, permission: string): HeldGrant | undefined {
  return group.grants.find((grant) => grant.permission === permission && grant.target_id === null);
}

export function toGrantKey(groupId: string | null, permission: string, targetId?: string | null): string {
  return JSON.stringify([groupId, permission, targetId ?? null]);
}
