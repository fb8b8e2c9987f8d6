import type { PluginPlan, PluginSummary } from '@honeyframe/contract/api';
import { notifyError, notifySuccess, Switch } from '@honeyframe/sdk/ui';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { lifeCycleClient } from '../api/clients.ts';
import { toPlanHref } from './plan/plan-address.ts';
import { useRefreshAfterStep } from './plan/plan-queries.ts';
import { stepWords } from './plan/plan-words.ts';
import { isSwitchable } from './plugin-words.ts';

/** Whether this organisation has a plugin. Where somebody loses something, or something is in the way, the plan comes first. */
export function EnabledSwitch({ plugin }: { readonly plugin: PluginSummary }) {
  const navigate = useNavigate();
  const refresh = useRefreshAfterStep();
  const request = { step: plugin.enabled ? 'disable' : 'enable', plugin: plugin.name } as const;
  const change = useMutation({
    mutationFn: async () => {
      const plan = await lifeCycleClient.plan({ body: request });
      if (mustBeRead(plan)) return 'plan' as const;
      await lifeCycleClient.apply({ body: { ...request, plan_id: plan.id } });
      return 'done' as const;
    },
    onSuccess: async (outcome) => {
      if (outcome === 'plan') return navigate(toPlanHref(request));
      await refresh();
      notifySuccess(`${plugin.display_name} is ${stepWords[request.step].noun}.`);
    },
    onError: async (error) => {
      await refresh();
      notifyError(error, `${plugin.display_name} was not ${stepWords[request.step].noun}`);
    },
  });
  if (!isSwitchable(plugin)) return null;
  return (
    <Switch
      aria-label={`${plugin.display_name} is enabled here`}
      checked={plugin.enabled}
      disabled={change.isPending}
      onChange={() => change.mutate()}
    />
  );
}

function mustBeRead({ blockers, approvals, access }: PluginPlan): boolean {
  return blockers.length + approvals.length > 0 || access.some(({ change }) => change === 'loses');
}
