import type { AccessChange } from '@honeyframe/contract/api';
import { type OrgGroup, type SeedStep, toGrantKey } from './seeded-state.ts';

/** Somebody whose access depends on groups: active and no superadmin. */
export interface Person {
  readonly id: string;
  readonly email: string;
}

export interface AccessComparison {
  readonly orgId: string;
  readonly people: readonly Person[];
  /** Every group that grants one of the permissions that the steps touch. */
  readonly before: readonly OrgGroup[];
  readonly after: readonly OrgGroup[];
  readonly steps: readonly SeedStep[];
}

/** Who may do something afterwards that he could not do before, and the other way round, whatever group it comes from. */
export function findAccessChanges({ orgId, people, before, after, steps }: AccessComparison): AccessChange[] {
  const permissions = new Set(steps.map(({ permission }) => permission ?? ''));
  const held = collectHoldings(before, permissions);
  const kept = collectHoldings(after, permissions);
  return people.flatMap(({ id, email }) => {
    const person = { org_id: orgId, user_id: id, email };
    const old = held.get(id) ?? noHoldings;
    const now = kept.get(id) ?? noHoldings;
    return [
      ...findUncovered(now, old).map((change) => ({ ...person, ...change, change: 'gains' as const })),
      ...findUncovered(old, now).map((change) => ({ ...person, ...change, change: 'loses' as const })),
    ];
  });
}

interface Holding {
  readonly permission: string;
  readonly target_id: string | null;
  readonly through: string;
}

type Holdings = ReadonlyMap<string, Holding>;

const noHoldings: Holdings = new Map();

/** What each person holds, once each: through the first of the groups that grant it. */
function collectHoldings(
  groups: readonly OrgGroup[],
  permissions: ReadonlySet<string>,
): Map<string, Map<string, Holding>> {
  const holdings = new Map<string, Map<string, Holding>>();
  for (const { name, grants, members } of groups) {
    const counting = grants.filter(({ permission }) => permissions.has(permission));
    if (counting.length === 0) continue;
    for (const member of members) {
      const own = holdings.get(member) ?? new Map<string, Holding>();
      holdings.set(member, own);
      for (const { permission, target_id } of counting) {
        const key = toGrantKey(null, permission, target_id);
        if (!own.has(key)) own.set(key, { permission, target_id, through: name });
      }
    }
  }
  return holdings;
}

/** An organisation-wide holding covers the same permission for every object. */
function findUncovered(
  holdings: Holdings,
  others: Holdings,
): Omit<AccessChange, 'org_id' | 'user_id' | 'email' | 'change'>[] {
  const isCovered = ({ permission, target_id }: Holding, by: Holdings): boolean =>
    by.has(toGrantKey(null, permission)) ||
    (target_id !== null && by.has(toGrantKey(null, permission, target_id)));
  return (
    [...holdings.values()]
      .filter((holding) => !isCovered(holding, others))
      // Beside the organisation-wide one, those for single objects say nothing.
      .filter(
        ({ permission, target_id }) => target_id === null || !holdings.has(toGrantKey(null, permission)),
      )
      .map(({ permission, target_id, through }) => ({
        permission,
        through,
        ...(target_id !== null && { target_id }),
      }))
  );
}
