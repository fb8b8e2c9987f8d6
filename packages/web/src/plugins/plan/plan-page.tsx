import { describePlan, type PluginPlan, type StepRequest } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { ErrorState, Page, Skeleton, State } from '@honeyframe/sdk/ui';
import { useSearchParams } from 'react-router';
import { readPlanRequest } from './plan-address.ts';
import { PlanBody } from './plan-body.tsx';
import { PlanChoices } from './plan-choices.tsx';
import { PlanConfirmation } from './plan-confirmation.tsx';
import { PlanOutcome } from './plan-outcome.tsx';
import { discardUpload, usePlanQuery, useStep } from './plan-queries.ts';

const back = { label: 'Plugins', to: '/admin/plugins' };

/** What a step would do, to be read and confirmed. */
export function PlanPage() {
  const [params] = useSearchParams();
  const { user } = useSession();
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
  if (!user.is_superadmin && !isForOneOrg(request)) {
    return (
      <Page title="Plan" back={back} width="reading">
        <State icon="lock" tone="warn" title="This is for superadmins">
          <p>
            It concerns every organisation of the platform. You can enable and disable plugins for your own on
            the list of plugins.
          </p>
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
          {(agreed) => (
            <PlanConfirmation
              plan={plan}
              agreed={agreed}
              planning={isFetching}
              step={step}
              onRenew={renew}
              onCancel={() => discardUpload(request)}
            />
          )}
        </PlanBody>
      ) : (
        <Planning />
      )}
    </Page>
  );
}

function isForOneOrg({ step }: Pick<StepRequest, 'step'>): boolean {
  return step === 'enable' || step === 'disable';
}

function describeOrigin(plan: PluginPlan): string {
  if (isForOneOrg(plan)) return 'For this organisation only. Nothing has been changed yet.';
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
