import { type PluginPlan, summariseAccess } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { type ReactNode, useState } from 'react';
import { DiagnosticList } from '../diagnostic-list.tsx';
import { PlanApprovals } from './plan-approvals.tsx';
import { PlanGroups } from './plan-groups.tsx';
import { PlanMigrations } from './plan-migrations.tsx';
import { PlanPeople } from './plan-people.tsx';
import { PlanPermissions } from './plan-permissions.tsx';
import { PlanSurfaces } from './plan-surfaces.tsx';
import { summariseChanges } from './plan-words.ts';
import { PurgeAgreement } from './purge-agreement.tsx';

/** What the reader has agreed to so far. */
export interface Agreement {
  /** Which approvals are ticked, by their place in the plan. */
  readonly ticked: ReadonlySet<number>;
  /** The name typed to delete data for good. */
  readonly typed: string;
}

interface PlanBodyProps {
  readonly plan: PluginPlan;
  readonly busy: boolean;
  /** What stands below, told how much of it is agreed to. */
  readonly children: (agreed: Agreement) => ReactNode;
}

/** The plan itself, what matters most first. */
export function PlanBody({ plan, busy, children }: PlanBodyProps) {
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [typed, setTyped] = useState('');
  return (
    <div className="hf-plan" data-busy={busy} aria-busy={busy}>
      <Card className="hf-plan-summary">
        <p className="hf-plan-sentence">{summariseAccess(plan)}</p>
        <p className="hf-plan-counts">{summariseChanges(plan)}</p>
      </Card>
      {plan.blockers.length > 0 ? (
        <section className="hf-plan-blockers" aria-labelledby="hf-plan-blockers">
          <h2 id="hf-plan-blockers">
            {plan.blockers.length === 1 ? 'This keeps it from happening' : 'These keep it from happening'}
          </h2>
          <DiagnosticList diagnostics={plan.blockers} />
        </section>
      ) : null}
      {plan.data === 'purge' ? (
        <PurgeAgreement plan={plan} typed={typed} onType={setTyped} />
      ) : (
        <PlanApprovals approvals={plan.approvals} ticked={ticked} onTick={setTicked} />
      )}
      <PlanPeople plan={plan} />
      <PlanGroups seeds={plan.seeds} />
      <PlanPermissions permissions={plan.permissions} />
      <PlanMigrations migrations={plan.migrations} />
      <PlanSurfaces changes={plan.changes} />
      {plan.warnings.length > 0 ? (
        <Card title="Warnings" description="They do not keep it from happening.">
          <DiagnosticList diagnostics={plan.warnings} />
        </Card>
      ) : null}
      {children({ ticked, typed })}
    </div>
  );
}
