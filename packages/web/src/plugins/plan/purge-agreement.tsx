import type { PluginPlan } from '@honeyframe/contract/api';
import { Card, TextInput } from '@honeyframe/sdk/ui';

interface PurgeAgreementProps {
  readonly plan: PluginPlan;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** All that is lost at once, agreed to by typing the plugin's name: ticks would be clicked through. */
export function PurgeAgreement({ plan, typed, onType }: PurgeAgreementProps) {
  const { approvals, plugin } = plan;
  return (
    <Card
      title="Lost for good"
      description={
        approvals.length > 0
          ? 'Nothing brings these back but a backup.'
          : 'It stored nothing; still, nothing of it will be left.'
      }
      className="hf-plan-approvals"
    >
      {approvals.length > 0 ? (
        <ul className="hf-plain-list">
          {approvals.map(({ kind, name, reason }) => (
            <li key={`${kind} ${name} ${reason}`}>
              <code className="hf-code hf-break">{name}</code>
              <span className="hf-sub">{reason}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <TextInput
        label={`Type ‘${plugin}’ to confirm`}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        maw={320}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </Card>
  );
}
