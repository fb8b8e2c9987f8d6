import { PlatformError } from '@honeyframe/contract';
import type { PlanChange, StepRequest } from '@honeyframe/contract/api';
import { findManifest } from '../plugin-record.ts';
import { findAffected } from '../seeds/index.ts';
import { createUnknown } from './find-candidate.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import { findDependents, refuseNeeded } from './plan/find-dependents.ts';
import { identifyPlan } from './plan/identify-plan.ts';
import type { ReadyStep } from './ready-step.ts';
import type { StepActor } from './step-actor.ts';

export interface AvailabilityStepOptions extends LifeCycleOptions {
  readonly request: StepRequest & { readonly step: 'enable' | 'disable' };
  readonly actor: StepActor;
}

/** Enabling and disabling: one organisation sees a plugin, or does not. Nothing is installed or removed. */
export async function readyAvailabilityStep(options: AvailabilityStepOptions): Promise<ReadyStep> {
  const { request, actor, plugins, database, access } = options;
  const { org } = actor;
  const record = plugins.find(request.plugin ?? '');
  const running = record?.running;
  if (!record || !running || !org) throw createUnknown(request.plugin);
  const { slug, manifest } = running.plugin;
  const enabled = request.step === 'enable';
  if (access.isEnabled(slug, org.id) === enabled) {
    const reason = enabled ? 'it is enabled already' : 'it is disabled already';
    throw new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', { plugin: slug, step: request.step, reason });
  }
  const isEnabledHere = (name: string) => access.isEnabled(name, org.id);
  const dependents = findDependents(slug, plugins.records()).filter(isEnabledHere);
  const missing = Object.keys(manifest.requires.plugins).filter((name) => !isEnabledHere(name));
  const plan = identifyPlan({
    step: request.step,
    plugin: slug,
    display_name: findManifest(record)?.display_name ?? slug,
    source: record.discovered.source,
    from: { version: manifest.version, generation: running.generation },
    to: { version: manifest.version, generation: running.generation },
    org: org.slug,
    data: null,
    changes: running.contributions
      .flatMap(({ offers }) => offers)
      .map((offer): PlanChange => ({ ...offer, change: enabled ? 'added' : 'removed' })),
    migrations: [],
    permissions: [],
    seeds: [],
    access: await findAffected(database.queries, {
      plugin: slug,
      orgId: org.id,
      permissions: manifest.permissions,
      change: enabled ? 'gains' : 'loses',
    }),
    approvals: [],
    blockers: enabled
      ? missing.flatMap((name) => refuseNeeded(name, [slug]))
      : refuseNeeded(slug, dependents),
    warnings: [],
  });
  return {
    plan,
    discard: async () => {},
    carryOut: async (recordStep) => {
      await database.ownerQueries.transaction().execute(async (trx) => {
        const changed = await trx
          .updateTable('plugin_org_state')
          .set({ enabled })
          .where('plugin', '=', slug)
          .where('org_id', '=', org.id)
          .where('enabled', '!=', enabled)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) {
          const reason = 'somebody else was quicker';
          throw new PlatformError('HF_PLUGIN_PLAN_OUTDATED', { plugin: slug, reason });
        }
        await recordStep(trx);
      });
      await access.refresh();
      options.changes.announce();
      if (enabled) options.onAttached?.(slug);
      else options.routers.find(slug)?.disconnect('the plugin was disabled', org.id);
    },
  };
}
