import type { PluginPlan, StepRecord } from '@honeyframe/contract/api';
import type { AuditLog, AuditWrite } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import type { StepActor } from './step-actor.ts';

export interface StepOutcome {
  readonly outcome: StepRecord['outcome'];
  readonly reason: string | null;
}

/** Steps that were taken, and their plans. */
export interface StepLog {
  /** In the step's own transaction, or on its own for one that failed. */
  record(queries: Queries, plan: PluginPlan, actor: StepActor, outcome: StepOutcome): Promise<StepRecord>;
  /** Newest first. */
  list(queries: Queries, slug: string, orgId: string): Promise<StepRecord[]>;
}

const LISTED = 50;

export function createStepLog(auditLog: AuditLog): StepLog {
  return {
    record: async (queries, plan, actor, { outcome, reason }) => {
      const perOrg = plan.org !== null;
      const row = await queries
        .insertInto('plugin_steps')
        .values({
          plugin: plan.plugin,
          step: plan.step,
          org_id: perOrg ? (actor.org?.id ?? null) : null,
          actor_id: actor.id,
          actor: actor.name,
          from_version: plan.from?.version ?? null,
          from_generation: plan.from?.generation ?? null,
          to_version: plan.to?.version ?? null,
          to_generation: plan.to?.generation ?? null,
          outcome,
          reason,
          plan: JSON.stringify(plan),
        })
        .returning(['id', 'at'])
        .executeTakeFirstOrThrow();
      await auditLog.record(describeStep(plan, actor, { outcome, reason }), queries);
      return {
        id: row.id,
        at: row.at.toISOString(),
        step: plan.step,
        plugin: plan.plugin,
        actor: actor.name,
        from_version: plan.from?.version ?? null,
        to_version: plan.to?.version ?? null,
        org: plan.org,
        outcome,
        reason,
      };
    },
    list: async (queries, slug, orgId) => {
      const rows = await queries
        .selectFrom('plugin_steps')
        .leftJoin('orgs', 'orgs.id', 'plugin_steps.org_id')
        .select(['plugin_steps.id', 'at', 'step', 'plugin', 'actor', 'from_version', 'to_version'])
        .select(['orgs.slug as org', 'outcome', 'reason'])
        .where('plugin', '=', slug)
        // What another organisation did with the plugin is its own affair.
        .where((eb) => eb.or([eb('org_id', 'is', null), eb('org_id', '=', orgId)]))
        .orderBy('at', 'desc')
        .limit(LISTED)
        .execute();
      return rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        step: row.step as StepRecord['step'],
      }));
    },
  };
}

function describeStep(plan: PluginPlan, actor: StepActor, outcome: StepOutcome): AuditWrite {
  // The event is read in the actor's organisation: who gains or loses what in others is not for its eyes.
  const isHere = ({ org_id }: { readonly org_id: string }) => org_id === actor.org?.id;
  return {
    org_id: actor.org?.id ?? null,
    actor: { id: actor.id, name: actor.name },
    action: `plugin.${plan.step}`,
    plugin: plan.plugin,
    target_type: 'plugin',
    target_id: plan.plugin,
    // Files and SQL are in the record of the step; the audit log keeps who gained and lost what.
    details: {
      plan_id: plan.id,
      from: plan.from,
      to: plan.to,
      ...outcome,
      seeds: plan.seeds.filter(isHere),
      access: plan.access.filter(isHere),
      approvals: plan.approvals,
    },
    ...(actor.request_id !== undefined && { request_id: actor.request_id }),
    ...(actor.ip !== undefined && { ip: actor.ip }),
  };
}
