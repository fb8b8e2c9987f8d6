import type { PluginPlan } from '@honeyframe/contract/api';
import type { FastifyBaseLogger } from 'fastify';
import {
  failureRate,
  type HealthVerdict,
  type HealthWatch,
  type RunningWatch,
} from '../runtime/health-watch.ts';
import type { ServedPlugin } from '../runtime/served-plugin.ts';

/** A version that has just taken over. */
export interface GuardedVersion {
  readonly plan: PluginPlan;
  readonly served: ServedPlugin;
  /** What answered before. */
  readonly before: ServedPlugin | undefined;
}

/** Watches new versions in their first minute, and acts on those that fail. */
export interface HealthGuard {
  guard(version: GuardedVersion): void;
  stop(): Promise<void>;
}

export interface HealthGuardOptions {
  readonly watch: HealthWatch;
  readonly log: FastifyBaseLogger;
  /** Goes back to the version before; the reason is shown. */
  readonly rollBack: (plan: PluginPlan, reason: string) => Promise<void>;
  /** The version stays, and somebody has to decide. */
  readonly alert: (plan: PluginPlan, reason: string) => void;
}

export function createHealthGuard({ watch, log, rollBack, alert }: HealthGuardOptions): HealthGuard {
  const watches = new Map<string, RunningWatch>();
  const acting = new Set<Promise<void>>();

  const act = async (plan: PluginPlan, verdict: HealthVerdict): Promise<void> => {
    const reason = describeVerdict(verdict);
    log.error({ plugin: plan.plugin, ...verdict }, `a new version fails: ${reason}`);
    // Code may always go back; tables that the new version has changed are not undone without somebody's word.
    if (canGoBack(plan)) await rollBack(plan, reason);
    else alert(plan, reason);
  };

  return {
    guard: ({ plan, served, before }) => {
      // The same code as before: whatever it does, there is nothing to go back to.
      if (plan.from?.generation === plan.to?.generation) return;
      watches.get(plan.plugin)?.stop();
      const running = watch.watch(served, before ? failureRate(before.stats()) : 0);
      watches.set(plan.plugin, running);
      const done = running.verdict
        .then((verdict) => (verdict && !verdict.healthy ? act(plan, verdict) : undefined))
        .catch((error: unknown) => log.error({ plugin: plan.plugin, err: error }, 'could not go back'))
        .finally(() => acting.delete(done));
      acting.add(done);
    },
    stop: async () => {
      for (const running of watches.values()) running.stop();
      await Promise.all(acting);
    },
  };
}

function canGoBack({ step, from, migrations }: PluginPlan): boolean {
  return step !== 'roll_back' && from !== null && migrations.length === 0;
}

function describeVerdict({ requests, failed, rate, oldRate }: HealthVerdict): string {
  return `${failed} of ${requests} requests failed (${toPercent(rate)}; before: ${toPercent(oldRate)})`;
}

function toPercent(rate: number): string {
  return `${Math.round(rate * 1000) / 10} %`;
}
