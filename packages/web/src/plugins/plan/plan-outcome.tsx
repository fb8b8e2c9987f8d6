import type { PluginPlan } from '@honeyframe/contract/api';
import { Button, Page, State } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { useShell } from '../../shell/shell-context.ts';
import { isClearing, stepWords } from './plan-words.ts';

/** It is done: what runs now, and where to go from here. */
export function PlanOutcome({ plan }: { readonly plan: PluginPlan }) {
  const { nav } = useShell();
  const { plugin, display_name, step } = plan;
  const page = nav
    .flatMap(({ entries }) => entries)
    .find(({ href }) => href === `/plugins/${plugin}` || href.startsWith(`/plugins/${plugin}/`));
  return (
    <Page title={display_name} back={{ label: 'Plugins', to: '/admin/plugins' }} width="reading">
      <State
        icon="circle-check"
        tone="good"
        title={isClearing(plan) ? 'Removed' : `${display_name} is ${stepWords[step].noun}`}
        action={
          <div className="hf-plan-next">
            {page ? (
              <Button component={Link} to={page.href}>
                Open {page.label}
              </Button>
            ) : null}
            {step === 'uninstall' ? null : (
              <Button component={Link} to={`/admin/plugins?plugin=${plugin}&tab=history`} variant="default">
                History
              </Button>
            )}
            <Button component={Link} to="/admin/plugins" variant="default">
              All plugins
            </Button>
          </div>
        }
      >
        <p>{describeOutcome(plan)}</p>
      </State>
    </Page>
  );
}

function describeOutcome(plan: PluginPlan): string {
  const { step, to, org, data } = plan;
  if (isClearing(plan)) return 'Nothing is left of what it no longer declares.';
  if (step === 'enable') return `Everybody in '${org}' whose groups allow it can use it now.`;
  if (step === 'disable') return `Nobody in '${org}' can use it now; its data, groups and grants are kept.`;
  if (step === 'uninstall')
    return data === 'purge' ? 'Nothing of it is left.' : 'Its data is kept for a later installation.';
  return `Version ${to?.version ?? ''} answers every new request.`;
}
