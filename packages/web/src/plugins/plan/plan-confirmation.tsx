import { ApiError, type PluginPlan } from '@honeyframe/contract/api';
import { Alert, Button, describeError } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import type { Agreement } from './plan-body.tsx';
import { isOutdated, type useStep } from './plan-queries.ts';
import { isClearing, nameAction, stepWords } from './plan-words.ts';

interface PlanConfirmationProps {
  readonly plan: PluginPlan;
  readonly agreed: Agreement;
  /** Another plan is being made. */
  readonly planning: boolean;
  readonly step: ReturnType<typeof useStep>;
  readonly onRenew: () => void;
  readonly onCancel: () => void;
}

/** The button that does it, why it cannot be pressed, and why it did not work. */
export function PlanConfirmation({ plan, agreed, planning, step, onRenew, onCancel }: PlanConfirmationProps) {
  const hindrance = findHindrance(plan, agreed);
  return (
    <div className="hf-plan-actions">
      {step.error ? <Refusal plan={plan} error={step.error} onRenew={onRenew} /> : null}
      <span className="hf-plan-hindrance" id="hf-plan-hindrance">
        {hindrance}
      </span>
      <Button component={Link} to="/admin/plugins" variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button
        {...((plan.step === 'uninstall' || isClearing(plan)) && { color: 'red' })}
        disabled={hindrance !== '' || planning || isOutdated(step.error)}
        loading={step.isPending}
        aria-describedby="hf-plan-hindrance"
        onClick={() => step.mutate(plan.id)}
      >
        {nameAction(plan)}
      </Button>
    </div>
  );
}

function findHindrance(
  { blockers, approvals, plugin, data }: PluginPlan,
  { ticked, typed }: Agreement,
): string {
  if (blockers.length > 0) return 'Something keeps it from happening; see above.';
  if (data === 'purge') return typed.trim() === plugin ? '' : `Type '${plugin}' above to confirm.`;
  const open = approvals.length - ticked.size;
  if (open <= 0) return '';
  return open === 1 ? 'One thing is still to be approved.' : `${open} things are still to be approved.`;
}

interface RefusalProps {
  readonly plan: PluginPlan;
  readonly error: unknown;
  readonly onRenew: () => void;
}

function Refusal({ plan, error, onRenew }: RefusalProps) {
  const { message, hint } = describeError(error);
  if (isOutdated(error)) {
    return (
      <Alert color="yellow" role="alert" title="Nothing was done: somebody was quicker">
        <p>
          {message} {hint}
        </p>
        <Button variant="default" onClick={onRenew}>
          Make a new plan
        </Button>
      </Alert>
    );
  }
  return (
    <Alert color="red" role="alert" title={describeFailure(plan, error)}>
      <p>{message}</p>
      <p>{hint}</p>
      <Button variant="default" onClick={onRenew}>
        Make a new plan
      </Button>
    </Alert>
  );
}

function describeFailure({ display_name, step, from }: PluginPlan, error: unknown): string {
  if (error instanceof ApiError && error.status === 0)
    return 'It is not known what became of it: look at the history before you try again';
  const { noun } = stepWords[step];
  if (from) return `${display_name} was not ${noun}; version ${from.version} runs on`;
  return `${display_name} was not ${noun}; nothing of it was kept`;
}
