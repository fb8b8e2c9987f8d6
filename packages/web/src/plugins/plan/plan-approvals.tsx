import type { PlanApproval } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { Checkbox } from '@honeyframe/sdk/ui/form';
import { approvalWords } from './plan-words.ts';

interface PlanApprovalsProps {
  readonly approvals: readonly PlanApproval[];
  readonly ticked: ReadonlySet<number>;
  readonly onTick: (ticked: ReadonlySet<number>) => void;
}

/** What somebody has to agree to, one by one. */
export function PlanApprovals({ approvals, ticked, onTick }: PlanApprovalsProps) {
  if (approvals.length === 0) return null;
  const toggle = (index: number, checked: boolean) => {
    const next = new Set(ticked);
    if (checked) next.add(index);
    else next.delete(index);
    onTick(next);
  };
  return (
    <Card
      title="To be approved"
      description={
        approvals.length === 1
          ? 'Tick it to agree.'
          : 'Tick each to agree; without all of them nothing is done.'
      }
      className="hf-plan-approvals"
    >
      {approvals.map(({ kind, name, reason }, index) => (
        <Checkbox
          key={`${kind} ${name} ${reason}`}
          checked={ticked.has(index)}
          onChange={(event) => toggle(index, event.currentTarget.checked)}
          label={
            <>
              {approvalWords[kind]}: <code className="hf-code">{name}</code>
            </>
          }
          description={reason}
        />
      ))}
    </Card>
  );
}
