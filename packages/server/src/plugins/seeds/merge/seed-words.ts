import type { SeedChangeKind } from '@honeyframe/contract/api';
import type { SeedStep } from './seeded-state.ts';

type Sentence = (step: {
  readonly group: string;
  readonly permission: string;
  readonly only: string;
}) => string;

const sentences: Readonly<Record<SeedChangeKind, Sentence>> = {
  group_created: ({ group }) => `The group '${group}' is created.`,
  group_removed: ({ group }) => `The group '${group}' is removed: the plugin no longer brings it.`,
  group_released: ({ group }) =>
    `The group '${group}' stays and belongs to the organisation: the plugin no longer brings it, and it is in use.`,
  group_readopted: ({ group }) => `The group '${group}' belongs to the plugin again.`,
  permission_added: ({ group, permission }) => `'${group}' gets '${permission}'.`,
  permission_removed: ({ group, permission, only }) =>
    `'${group}' loses '${permission}'${only}: the plugin no longer seeds it.`,
  grant_lost: ({ group, permission, only }) =>
    `'${group}' loses '${permission}'${only}: the permission itself goes, whoever granted it.`,
  group_name_taken: ({ group }) =>
    `The organisation has a group '${group}' of its own; it is not taken over, and gets nothing.`,
  group_deleted: ({ group }) => `An administrator deleted '${group}'; it is not created again.`,
  group_followed: ({ group }) => `An administrator renamed the group to '${group}'; it keeps that name.`,
  permission_pending: ({ group, permission }) => `'${group}' gets '${permission}' once that is approved.`,
  revocation_kept: ({ group, permission }) =>
    `An administrator took '${permission}' from '${group}'; it is not given back.`,
  grant_kept: ({ group, permission }) =>
    `'${group}' has '${permission}' from an administrator; that grant stays his.`,
};

/** What a step does, in one sentence. */
export function describeStep({ kind, group, permission = '', target_id }: SeedStep): string {
  const only = target_id === undefined ? '' : ` for '${target_id}'`;
  return sentences[kind]({ group, permission, only });
}
