import { describePlan, type PluginPlan, type StepRequest } from '@honeyframe/contract/api';
import { ErrorState, Page, Skeleton, State } from '@honeyframe/sdk/ui';
import { useSearchParams } from 'react-router';
import { lifeCycleClient } from '../../api/clients.ts';
import { readPlanRequest } from './plan-address.ts';
import { PlanBody } from './plan-body.tsx';
import { PlanChoices } from './plan-choices.tsx';
import { PlanConfirmation } from './plan-confirmation.tsx';
import { PlanOutcome } from './plan-outcome.tsx';
import { usePlanQuery, useStep } from './plan-queries.ts';

const back = { label: 'Plugins', to: '/admin/plugins' };

/** What a step would do, to be read and confirmed. */
export function PlanPage() {
  const [params] = useSearchParams();
  const request = readPlanRequest(params);
  if (!request) {
    return (
      <Page title="Plan" back={back} width="reading">
        <State icon="circle-help" title="This address names no step">
          <p>Open the list of plugins, and choose what to do there.</p>
        </State>
      </Page>
    );
  }
  return <PlannedStep request={request} />;
}

function PlannedStep({ request }: { readonly request: StepRequest }) {
  const { data: plan, error, isFetching, refetch } = usePlanQuery(request);
  const step = useStep(request);
  if (step.data) return <PlanOutcome plan={step.data.plan} />;
  const renew = () => {
    step.reset();
    void refetch();
  };
  return (
    <Page
      title={plan && !error ? describePlan(plan) : 'Plan'}
      back={back}
      width="reading"
      description={plan && !error ? describeOrigin(plan) : 'Nothing has been changed yet.'}
    >
      <PlanChoices request={request} />
      {error ? (
        <ErrorState error={error} title="There is no plan for this" onRetry={renew} />
      ) : plan ? (
        <PlanBody key={plan.id} plan={plan} busy={isFetching}>
          {(ticked) => (
            <PlanConfirmation
              plan={plan}
              ticked={ticked}
              planning={isFetching}
              step={step}
              onRenew={renew}
              onCancel={() => discard(request)}
            />
          )}
        </PlanBody>
      ) : (
        <Planning />
      )}
    </Page>
  );
}

/** An archive that nobody wants installed need not lie about. */
function discard({ upload }: StepRequest): void {
  if (upload) void lifeCycleClient.discardUpload({ params: { upload } }).catch(() => undefined);
}

function describeOrigin({ step }: PluginPlan): string {
  if (step === 'enable' || step === 'disable')
    return 'For this organisation only. Nothing has been changed yet.';
  return 'For the whole platform. Nothing has been changed yet: read what would happen, then confirm.';
}

function Planning() {
  return (
    <div role="status" aria-label="Planning">
      <p className="hf-drawer-lead">Loading the new version and checking its routes and pages…</p>
      <Skeleton height={120} radius="lg" mt="md" />
      <Skeleton height={220} radius="lg" mt="md" />
    </div>
  );
}
