import type { StepRequest } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { Checkbox, Radio } from '@honeyframe/sdk/ui/form';
import { useNavigate } from 'react-router';
import { toPlanHref } from './plan-address.ts';

/** What can be chosen about a step; each choice is another plan. */
export function PlanChoices({ request }: { readonly request: StepRequest }) {
  const navigate = useNavigate();
  const choose = (choice: Partial<StepRequest>) =>
    void navigate(toPlanHref({ ...request, ...choice }), { replace: true });
  if (request.step === 'roll_back') {
    return (
      <Card className="hf-plan-choices">
        <Checkbox
          label="Undo changes to its tables too"
          description="Left out, tables stay as they are: the older version works with them. Undoing loses the rows of what goes."
          checked={request.undo_migrations ?? false}
          onChange={(event) => choose({ undo_migrations: event.currentTarget.checked })}
        />
      </Card>
    );
  }
  if (request.step !== 'uninstall') return null;
  return (
    <Card className="hf-plan-choices">
      <Radio.Group
        label="Its data"
        value={request.data ?? 'keep'}
        onChange={(data) => choose({ data: data === 'purge' ? 'purge' : 'keep' })}
      >
        <Radio
          mt="xs"
          value="keep"
          label="Keep"
          description="Tables, settings and what was built stay; a later installation finds them."
        />
        <Radio
          mt="xs"
          value="purge"
          label="Delete"
          description="Nothing of it is left. This cannot be undone."
        />
      </Radio.Group>
    </Card>
  );
}
