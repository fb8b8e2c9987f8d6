import { PlatformError } from '@honeyframe/contract';
import { DatabaseError } from 'pg';
import type { Queries } from '../../database/index.ts';
import { loadOrgStates, type OrgState } from './load-org-states.ts';
import { isAnyOf } from './load-seeds.ts';
import { type OrgSeedPlan, resolveScope, type SeedPlan } from './plan-seeds.ts';
import type { OrgWriting } from './seed-writing.ts';
import { hashState } from './state-hash.ts';
import { writeSeeds } from './write-seeds.ts';

/** A name or a row that somebody else made, or took away, between our look and our write. */
const LOST_RACES = new Set(['23505', '23503']);

/**
 * Carries a plan out in the caller's transaction. Where it has been carried out already, nothing happens. Throws
 * HF_PLUGIN_PLAN_OUTDATED when the groups are no longer what the plan was made for; then the transaction must end.
 */
export async function applySeeds(trx: Queries, plan: SeedPlan): Promise<void> {
  await lockState(trx, plan);
  const states = await loadOrgStates(trx, {
    plugin: plan.plugin,
    orgs: plan.whole ? undefined : plan.orgs.map(({ org_id }) => org_id),
    names: plan.names,
    ids: findGroupIds(plan),
    permissions: plan.vanishing,
  });
  if (states.length !== plan.orgs.length) throw createOutdated(plan, 'there are other organisations now');
  const found = new Map(states.map((state) => [state.org_id, state]));
  const orgs = plan.orgs.flatMap((org) => prepareOrg(plan, org, found.get(org.org_id)));
  try {
    await writeSeeds(trx, { ...plan, orgs });
  } catch (error) {
    if (!(error instanceof DatabaseError) || !LOST_RACES.has(error.code ?? '')) throw error;
    throw createOutdated(plan, 'a group was changed at the same time', error);
  }
}

/** @returns what is to be written; nothing where that was done before. */
function prepareOrg(plan: SeedPlan, org: OrgSeedPlan, state: OrgState | undefined): OrgWriting[] {
  if (!state) throw createOutdated(plan, `the organisation '${org.org}' is gone`);
  const found = hashState({ base: state.base, groups: state.current }, resolveScope(plan, org.changes));
  if (found === org.after) return [];
  if (found !== org.before)
    throw createOutdated(plan, `groups of the organisation '${org.org}' have changed since`);
  return [{ org_id: org.org_id, steps: org.changes, previous: state.base, base: org.base }];
}

function createOutdated({ plugin }: SeedPlan, reason: string, cause?: unknown): PlatformError {
  return new PlatformError('HF_PLUGIN_PLAN_OUTDATED', { plugin, reason }, { cause });
}

/** Until the transaction ends nobody grants, revokes, joins or renames what the plan is about. */
async function lockState(trx: Queries, plan: SeedPlan): Promise<void> {
  const ids = findGroupIds(plan);
  await trx
    .selectFrom('permissions')
    .select('name')
    .where(isAnyOf('name', plan.vanishing, 'text'))
    .orderBy('name')
    .forUpdate()
    .execute();
  await trx
    .selectFrom('groups')
    .select('id')
    .where(isAnyOf('id', ids, 'uuid'))
    .orderBy('id')
    .forUpdate()
    .execute();
  await trx
    .selectFrom('group_permissions')
    .select('id')
    .where(isAnyOf('group_id', ids, 'uuid'))
    .orderBy('id')
    .forUpdate()
    .execute();
}

function findGroupIds({ orgs }: SeedPlan): string[] {
  const ids = orgs.flatMap(({ base, changes }) => [...base, ...changes].map(({ group_id }) => group_id));
  return [...new Set(ids)].filter((id) => id !== null && !id.startsWith('new:')) as string[];
}
