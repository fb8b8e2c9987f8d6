import { type Diagnostic, PlatformError } from '@honeyframe/contract';
import type { PlanRequest, PluginPlan, StepRecord, StepRequest } from '@honeyframe/contract/api';
import { readyAvailabilityStep } from './availability-step.ts';
import { createUnknown } from './find-candidate.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import type { ReadyStep, StepMode } from './ready-step.ts';
import type { StepActor } from './step-actor.ts';
import type { StepOutcome } from './step-log.ts';
import { readyUninstallStep } from './uninstall/index.ts';
import { readyVersionStep } from './version-step.ts';
import { withScratch } from './with-scratch.ts';

export interface CreateLifeCycleOptions extends LifeCycleOptions {
  /** Hears of a plan that somebody may confirm. */
  readonly noteLook: () => void;
}

/** A confirmed request: with the id of a plan exactly that plan is carried out. */
export type ConfirmedRequest = StepRequest & { readonly plan_id?: string | undefined };

/** Everything that can be done to a plugin while the platform runs. */
export interface LifeCycle {
  /** What a step would do; changes nothing, and with `dry_run` writes no cache either. Throws HF_PLUGIN_UNKNOWN, HF_PLUGIN_STEP_IMPOSSIBLE. */
  plan(request: PlanRequest, actor: StepActor): Promise<PluginPlan>;
  /** Takes it. Throws HF_PLUGIN_*; then what ran before runs on. */
  apply(request: ConfirmedRequest, actor: StepActor): Promise<TakenStep>;
  /** Goes back to the version before the plan's, because of how the new one does. */
  withdraw(plan: PluginPlan, reason: string): Promise<void>;
}

export interface TakenStep {
  readonly plan: PluginPlan;
  readonly record: StepRecord;
}

const platform: StepActor = {
  id: null,
  name: 'Honeyframe, by the health of a version',
  isSuperadmin: true,
  isOperator: true,
  org: null,
};

const forOneOrg: ReadonlySet<string> = new Set(['enable', 'disable']);

export function createLifeCycle(options: CreateLifeCycleOptions): LifeCycle {
  const ready = (
    request: StepRequest,
    actor: StepActor,
    mode: StepMode,
    scratch?: string,
  ): Promise<ReadyStep> => {
    requireRights(request, actor);
    const { step } = request;
    if (step === 'enable' || step === 'disable')
      return readyAvailabilityStep({ ...options, actor, request: { ...request, step } });
    if (step === 'uninstall') return readyUninstallStep({ ...options, request });
    return readyVersionStep({ ...options, actor, mode, scratch, request: { ...request, step } });
  };
  return {
    plan: async ({ dry_run, ...request }, actor) => {
      const look = async (scratch?: string): Promise<PluginPlan> => {
        const step = await ready(request, actor, 'look', scratch);
        try {
          return withWarnings(step.plan, (await step.examine?.()) ?? []);
        } finally {
          await step.discard();
        }
      };
      if (dry_run) return withScratch(look);
      options.noteLook();
      return look();
    },
    apply: async ({ plan_id, ...request }, actor) => {
      const unlock = options.locks.take(findSlug(options, request));
      try {
        const step = await ready(request, actor, 'take');
        try {
          requireConfirmed(step.plan, plan_id);
        } catch (error) {
          await step.discard();
          throw error;
        }
        return await carryOut(options, step, actor, { outcome: 'done', reason: null });
      } finally {
        unlock();
      }
    },
    withdraw: async ({ plugin, from, to }, reason) => {
      const unlock = await options.locks.wait(plugin);
      try {
        if (options.plugins.find(plugin)?.running?.generation !== to?.generation) return;
        const generation = from?.generation;
        const step = await ready({ step: 'roll_back', plugin, generation }, platform, 'take');
        await carryOut(options, step, platform, { outcome: 'rolled_back', reason });
      } finally {
        unlock();
      }
    },
  };
}

/** The id stays: what was examined for the reader is nothing that the step depends on. */
function withWarnings(plan: PluginPlan, found: readonly Diagnostic[]): PluginPlan {
  const known = new Set([...plan.blockers, ...plan.warnings].map(({ message }) => message));
  return { ...plan, warnings: [...plan.warnings, ...found.filter(({ message }) => !known.has(message))] };
}

function findSlug({ uploads }: LifeCycleOptions, { plugin, upload, folder }: StepRequest): string {
  if (plugin !== undefined) return plugin;
  if (upload !== undefined) return uploads.find(upload).plugin.slug;
  if (folder !== undefined) return folder;
  throw createUnknown(plugin);
}

function requireRights({ step }: StepRequest, actor: StepActor): void {
  if (actor.isSuperadmin || forOneOrg.has(step)) return;
  throw new PlatformError('HF_ACCESS_DENIED', { permission: 'superadmin', target_id: null });
}

function requireConfirmed(plan: PluginPlan, planId: string | undefined): void {
  const { plugin, step, blockers } = plan;
  const [first] = blockers;
  if (first)
    throw new PlatformError('HF_PLUGIN_STEP_BLOCKED', { plugin, step, reason: first.message, blockers });
  if (planId !== undefined && planId !== plan.id) {
    const reason = 'something has changed since it was made';
    throw new PlatformError('HF_PLUGIN_PLAN_OUTDATED', { plugin, reason });
  }
  if (planId === undefined && plan.approvals.length > 0) {
    const reason = 'it needs somebody to confirm the plan, which names what is to be approved';
    throw new PlatformError('HF_PLUGIN_STEP_BLOCKED', { plugin, step, reason });
  }
}

async function carryOut(
  { steps, database, log }: LifeCycleOptions,
  step: ReadyStep,
  actor: StepActor,
  outcome: StepOutcome,
): Promise<TakenStep> {
  const { plan } = step;
  let record: StepRecord | undefined;
  try {
    await step.carryOut(async (trx) => {
      record = await steps.record(trx, plan, actor, outcome);
    });
  } catch (error) {
    await step.discard();
    const failure = describeFailure(plan, error);
    log.error({ plugin: plan.plugin, step: plan.step, err: error }, failure.message);
    await steps.record(database.queries, plan, actor, { outcome: 'failed', reason: failure.message });
    throw failure;
  }
  if (!record) throw new Error(`the step '${plan.step}' was not recorded`);
  return { plan, record };
}

function describeFailure({ plugin, step }: PluginPlan, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new PlatformError('HF_PLUGIN_STEP_FAILED', { plugin, step, reason }, { cause: error });
}
